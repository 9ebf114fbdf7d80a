/** Dash patterns in pixels; the first is a solid line. */
export const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2.5], [9, 3, 2, 3]];

interface Colored {
  id: string;
  color: number;
}

/**
 * Which dash pattern each line gets: solid, unless another line of the same colour is in the chart too. Decided in the
 * order of the ids and not of the list, so sorting a table does not change the lines beside it.
 */
export function prepareDashes(lines: readonly Colored[]): Map<string, number> {
  const seen = new Map<number, number>();
  const dashes = new Map<string, number>();
  for (const { id, color } of [...lines].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (dashes.has(id)) continue;
    const before = seen.get(color) ?? 0;
    dashes.set(id, before % DASHES.length);
    seen.set(color, before + 1);
  }
  return dashes;
}

/** The token of a line colour. */
export const colorToken = (color: number): string => `--run-${color}`;
