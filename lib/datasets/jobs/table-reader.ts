import "server-only";
/** Bytes of the file from `start` up to, not including, `end`. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

/** A table row by row: first its columns, then a value for each. */
export interface TableReader {
  columns: readonly string[];
  rows: AsyncIterable<readonly unknown[]>;
}

export const LIMITS = {
  columns: 500,
  cellBytes: 2 ** 20,
  groupBytes: 512 * 2 ** 20,
  unpackingMs: 240_000,
} as const;

/** A file that is not what it should be, said to whoever sent it. */
export class BrokenFile extends Error {}

export function checkColumns(names: readonly string[]): void {
  if (names.length === 0) throw new BrokenFile("The file has no columns.");
  if (names.length > LIMITS.columns)
    throw new BrokenFile(
      `The file has ${names.length} columns; at most ${LIMITS.columns} can be taken.`,
    );
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new BrokenFile(`Two columns are called "${name.slice(0, 100)}".`);
    seen.add(name);
  }
}
