const PRODUCTION = /^prod(uction)?($|[^a-z])/i;

/** The environments that are production: those that are called so, else the one that most depends on. In the order given, from the least. */
export function productionEnvironments<Environment extends { name: string }>(
  environments: readonly Environment[],
): Environment[] {
  const named = environments.filter(({ name }) => PRODUCTION.test(name));
  return named.length > 0 ? named : environments.slice(-1);
}
