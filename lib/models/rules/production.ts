/** Where clients look for the version that serves, in the order in which one is believed before another. */
const PRODUCTION_ALIASES = ["champion", "production"] as const;

interface Places {
  aliases: readonly { alias: string; version: number }[];
  /** The newest version in stage Production. */
  productionStage: number | null;
}

export interface ProductionVersion {
  version: number;
  /** As people call the places that it holds: "@champion", "stage Production". */
  places: string[];
}

/** Which version of a model serves production: whoever holds @champion, else @production, else stage Production. */
export function productionVersion({ aliases, productionStage }: Places): ProductionVersion | null {
  const held = [
    ...PRODUCTION_ALIASES.flatMap((name) => {
      const found = aliases.find(({ alias }) => alias.toLowerCase() === name);
      return found ? [{ place: `@${found.alias}`, version: found.version }] : [];
    }),
    ...(productionStage === null ? [] : [{ place: "stage Production", version: productionStage }]),
  ];
  const [first] = held;
  if (!first) return null;
  const places = held.filter(({ version }) => version === first.version);
  return { version: first.version, places: places.map(({ place }) => place) };
}
