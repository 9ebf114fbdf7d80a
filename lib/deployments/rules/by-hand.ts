import type { TrafficPlan } from "../schema/traffic";

/** A revision with the version that it serves; null for one that was deleted. */
interface Served {
  number: number;
  versionId: bigint | null;
}

const sharesOf = (
  { weights }: Pick<TrafficPlan, "weights">,
  served: readonly Served[],
): Map<bigint, number> => {
  const shares = new Map<bigint, number>();
  for (const { revision, weight } of weights) {
    const id = served.find(({ number }) => number === revision)?.versionId ?? null;
    if (id !== null) shares.set(id, (shares.get(id) ?? 0) + weight);
  }
  return shares;
};

/** Of each version that a plan gives more traffic than it has, one revision that gets some of it. */
export function raisedBy<One extends Served>(
  plan: Pick<TrafficPlan, "weights">,
  inForce: Pick<TrafficPlan, "weights">,
  served: readonly One[],
): One[] {
  const [now, then] = [sharesOf(inForce, served), sharesOf(plan, served)];
  const raised = [...then].filter(([id, share]) => share > (now.get(id) ?? 0));
  return raised.flatMap(([id]) => {
    const gets = served.find(
      ({ number, versionId }) =>
        versionId === id &&
        plan.weights.some(({ revision, weight }) => revision === number && weight > 0),
    );
    return gets ? [gets] : [];
  });
}

/**
 * The versions that one may go back to, of those that had all of the traffic one after the other: the last one, and those
 * that others took over from. What was gone back from is none any more.
 */
export function waysBack(holders: readonly bigint[]): Set<bigint> {
  const stack: bigint[] = [];
  for (const holder of holders) {
    const at = stack.indexOf(holder);
    if (at < 0) stack.push(holder);
    else stack.length = at + 1;
  }
  return new Set(stack);
}
