/** Units are dealt into this many buckets; a basis point of weight is one of them. */
export const BUCKETS = 10_000;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a over the UTF-16 code units of a text, as experiment SDKs compute it. */
export function fnv32a(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return hash >>> 0;
}

/** The bucket of a key: hashed twice, so that neighbouring keys and equal keys under two seeds do not go together. */
export const bucketOf = (seed: string, key: string): number =>
  fnv32a(String(fnv32a(seed + key))) % BUCKETS;

export interface Weight {
  revision: number;
  /** Basis points: all weights of a plan sum to 10,000. */
  weight: number;
}

/** Buckets from `from` up to, not including, `to`. */
export interface Slot {
  revision: number;
  from: number;
  to: number;
}

/** Slots in the order of the weights, for a plan that follows no other. */
export function freshSlots(weights: readonly Weight[]): Slot[] {
  let from = 0;
  return weights.flatMap(({ revision, weight }) => {
    const slot = { revision, from, to: from + weight };
    from += weight;
    return weight > 0 ? [slot] : [];
  });
}

/** Who owns which bucket once each revision has given up what it has too much of; the rest is free. */
function givenUp(slots: readonly Slot[], wanted: ReadonlyMap<number, number>) {
  const left = new Map(wanted);
  const free: { from: number; to: number }[] = [];
  const kept: Slot[] = [];
  for (const { revision, from, to } of [...slots].sort((a, b) => a.from - b.from)) {
    const room = Math.min(left.get(revision) ?? 0, to - from);
    left.set(revision, (left.get(revision) ?? 0) - room);
    if (room > 0) kept.push({ revision, from, to: from + room });
    if (from + room < to) free.push({ from: from + room, to });
  }
  return { kept, free, left };
}

function joined(slots: readonly Slot[]): Slot[] {
  const result: Slot[] = [];
  for (const slot of [...slots].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last?.revision === slot.revision && last.to === slot.from) last.to = slot.to;
    else result.push({ ...slot });
  }
  return result;
}

/**
 * Slots of new weights that follow old slots: a bucket moves only from a revision that has too many to one that has
 * too few, so no change of weights can move fewer units.
 */
export function nextSlots(before: readonly Slot[], weights: readonly Weight[]): Slot[] {
  if (before.length === 0) return freshSlots(weights);
  const wanted = new Map(weights.map(({ revision, weight }) => [revision, weight]));
  const { kept, free, left } = givenUp(before, wanted);
  for (const { revision } of weights) {
    for (
      let gap = free.at(-1), need = left.get(revision) ?? 0;
      gap && need > 0;
      gap = free.at(-1)
    ) {
      const size = Math.min(need, gap.to - gap.from);
      kept.push({ revision, from: gap.to - size, to: gap.to });
      gap.to -= size;
      need -= size;
      if (gap.to === gap.from) free.pop();
    }
  }
  return joined(kept);
}
