/** Which run stands in which row, nested runs included. */
export interface RowPlace {
  uuid: string;
  /** 1 at the top. */
  level: number;
}

export interface RowOrder {
  length: number;
  at: (index: number) => RowPlace | undefined;
  levelOf: (uuid: string) => number;
}

const DEEPEST = 8;

/** Runs below their parents where those are open. With none open it costs nothing, however many runs there are. */
export function orderRows(
  uuids: readonly string[],
  childrenOf: ReadonlyMap<string, readonly string[]>,
): RowOrder {
  if (childrenOf.size === 0)
    return {
      length: uuids.length,
      at: (index) => {
        const uuid = uuids[index];
        return uuid === undefined ? undefined : { uuid, level: 1 };
      },
      levelOf: () => 1,
    };
  const places: RowPlace[] = [];
  const place = (ids: readonly string[], level: number) => {
    for (const uuid of ids) {
      places.push({ uuid, level });
      const children = level < DEEPEST ? childrenOf.get(uuid) : undefined;
      if (children) place(children, level + 1);
    }
  };
  place(uuids, 1);
  const nested = new Map(
    places.flatMap(({ uuid, level }) => (level > 1 ? [[uuid, level] as const] : [])),
  );
  return {
    length: places.length,
    at: (index) => places[index],
    levelOf: (uuid) => nested.get(uuid) ?? 1,
  };
}
