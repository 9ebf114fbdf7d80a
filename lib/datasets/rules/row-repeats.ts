import { type RepeatCounts, WHOLE_ROW, type WindowProfile } from "../schema/window-profiles";
import { CellsHash } from "./cells-hash";
import { mergeRepeats, RepeatSums } from "./repeat-counts";

export type Row = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string =>
  typeof value === "object" ? (JSON.stringify(value) ?? "") : String(value);

/** Counts of rows how often the values of columns repeat, and the rows themselves. */
export class RepeatsOfRows {
  private readonly columns: readonly { name: string; sums: RepeatSums }[];
  private readonly rows: RepeatSums | null;

  /** Rows are alike when they are in all `inputs`. What equals `mask` is not known. */
  constructor(
    repeats: readonly string[],
    private readonly inputs: readonly string[],
    private readonly mask: string | undefined,
  ) {
    this.columns = repeats
      .filter((name) => name !== WHOLE_ROW)
      .map((name) => ({ name, sums: new RepeatSums() }));
    this.rows = repeats.includes(WHOLE_ROW) ? new RepeatSums() : null;
  }

  add(row: Row): void {
    for (const { name, sums } of this.columns) {
      const value = Object.hasOwn(row, name) ? row[name] : undefined;
      if (value !== undefined && value !== null && value !== this.mask) sums.add(textOf(value));
    }
    if (this.rows) this.addWhole(row, this.rows);
  }

  private addWhole(row: Row, rows: RepeatSums): void {
    const hash = new CellsHash();
    for (const name of this.inputs) {
      const value = Object.hasOwn(row, name) ? row[name] : undefined;
      if (this.mask !== undefined && value === this.mask) return;
      if (typeof value === "number") hash.addNumber(value);
      else hash.addText(textOf(value));
    }
    rows.addHash(hash.finish());
  }

  finish(): Record<string, RepeatCounts> {
    const columns = this.columns.map(({ name, sums }) => [name, sums.finish()] as const);
    return Object.fromEntries([
      ...columns,
      ...(this.rows ? [[WHOLE_ROW, this.rows.finish()] as const] : []),
    ]);
  }
}

/** What both count; of what only one of them does, what that one says. */
export function mergeAllRepeats(
  { repeats: one }: WindowProfile,
  { repeats: other }: WindowProfile,
): Pick<WindowProfile, "repeats"> {
  if (!one || !other) return one || other ? { repeats: { ...one, ...other } } : {};
  const sums = new Map(Object.entries(one));
  for (const [name, counts] of Object.entries(other)) {
    const same = sums.get(name);
    sums.set(name, same ? mergeRepeats(same, counts) : counts);
  }
  return { repeats: Object.fromEntries(sums) };
}
