export const CHANGES = ["added", "removed", "changed"] as const;
export type Change = (typeof CHANGES)[number];

/** Something that a node was made of. */
export interface Origin {
  id: string;
  /** What it is a version of: of one family, one may stand where the other stood. */
  family: string;
  /** When it came to be; null when that is not known. */
  at: number | null;
}

export interface OriginChange<Item extends Origin> {
  change: Change;
  before: Item | null;
  after: Item | null;
}

const ORDER = { changed: 0, removed: 1, added: 2 } as const satisfies Record<Change, number>;

function byFamily<Item extends Origin>(items: readonly Item[]): Map<string, Item[]> {
  const families = new Map<string, Item[]>();
  const newestFirst = [...items].sort(
    (a, b) => (b.at ?? 0) - (a.at ?? 0) || (a.id < b.id ? -1 : 1),
  );
  for (const item of newestFirst)
    families.set(item.family, [...(families.get(item.family) ?? []), item]);
  return families;
}

/**
 * What became of the origins of one node in those of another: of each family, what both have is the same; of the rest
 * the newest of either side stand against each other as changed, and what is left over was removed or added.
 */
export function differenceOf<Item extends Origin>(
  before: readonly Item[],
  after: readonly Item[],
): { changes: OriginChange<Item>[]; same: number } {
  const later = new Set(after.map(({ id }) => id));
  const earlier = new Set(before.map(({ id }) => id));
  const gone = byFamily(before.filter(({ id }) => !later.has(id)));
  const come = byFamily(after.filter(({ id }) => !earlier.has(id)));
  const changes: OriginChange<Item>[] = [];
  for (const family of new Set([...gone.keys(), ...come.keys()])) {
    const [old, fresh] = [gone.get(family) ?? [], come.get(family) ?? []];
    for (let place = 0; place < Math.max(old.length, fresh.length); place++) {
      const [one = null, other = null] = [old[place], fresh[place]];
      const change = !one ? "added" : !other ? "removed" : "changed";
      changes.push({ change, before: one, after: other });
    }
  }
  changes.sort((a, b) => ORDER[a.change] - ORDER[b.change]);
  return { changes, same: before.filter(({ id }) => later.has(id)).length };
}
