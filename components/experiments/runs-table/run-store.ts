import type { RunCell, RunRowDto } from "@/lib/runs/dto/table";
import type { ColumnId } from "@/lib/runs/search-params/columns";

/** A run as the table holds it: what every row shows, and the cells that have been read so far. */
export interface TableRun {
  run: Omit<RunRowDto, "values">;
  /** A column that is absent has not been read; one that is null has no value. */
  cells: Readonly<Record<ColumnId, RunCell>>;
}

/** Cells to read: every column for every run. */
export interface CellRequest {
  uuids: readonly string[];
  columns: readonly ColumnId[];
}

/** Rows held at most; those that were out of sight the longest go first and are read again when they come back. */
const HELD_ROWS = 4_000;
/** A request has to fit in an address. */
const REQUEST_ROWS = 100;
const REQUEST_CHARS = 6_000;

function batchesOf(columns: readonly ColumnId[]): ColumnId[][] {
  const batches: ColumnId[][] = [[]];
  let length = 0;
  for (const column of columns) {
    const cost = encodeURIComponent(column).length + "&columns=".length;
    if (length + cost > REQUEST_CHARS) {
      batches.push([]);
      length = 0;
    }
    batches.at(-1)?.push(column);
    length += cost;
  }
  return batches;
}

/**
 * The rows of the runs table that have been read, whatever the filter or the order: those say which rows stand where.
 * A row is the same object until something of it changes, so that only changed rows are drawn again.
 */
export class RunStore {
  private readonly rows = new Map<string, TableRun>();
  private readonly asked = new Map<string, Set<ColumnId>>();
  private readonly listeners = new Set<() => void>();
  rowOf: (uuid: string) => TableRun | undefined = this.reader();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Answers how to read a row: another function whenever any row has changed. */
  readonly readRows = (): ((uuid: string) => TableRun | undefined) => this.rowOf;

  private reader(): (uuid: string) => TableRun | undefined {
    return (uuid) => this.rows.get(uuid);
  }

  /** Takes rows in, with the values of these columns. */
  merge(items: readonly RunRowDto[], columns: readonly ColumnId[]): void {
    for (const { values, ...run } of items) {
      const cells = { ...this.rows.get(run.uuid)?.cells };
      for (const [index, column] of columns.entries()) cells[column] = values[index] ?? null;
      // Last again: the map is in the order of use.
      this.rows.delete(run.uuid);
      this.rows.set(run.uuid, { run, cells });
    }
    for (const uuid of this.rows.keys()) {
      if (this.rows.size <= HELD_ROWS) break;
      this.rows.delete(uuid);
    }
    this.changed();
  }

  /** Rows that are known to be out of date and not in sight: read when they come back. */
  forget(uuids: readonly string[]): void {
    for (const uuid of uuids) this.rows.delete(uuid);
    this.changed();
  }

  /** What is still to be read of these rows and has not been asked for; counts as asked for from now on. */
  take(uuids: readonly string[], columns: readonly ColumnId[]): CellRequest[] {
    const byMissing = new Map<string, { uuids: string[]; columns: ColumnId[] }>();
    for (const uuid of uuids) {
      const row = this.rows.get(uuid);
      const asked = this.asked.get(uuid);
      const missing = columns.filter((id) => !(row && id in row.cells) && !asked?.has(id));
      if (missing.length === 0 && (row || asked)) continue;
      const key = missing.join("\n");
      const group = byMissing.get(key) ?? { uuids: [], columns: missing };
      group.uuids.push(uuid);
      byMissing.set(key, group);
      this.asked.set(uuid, new Set([...(asked ?? []), ...missing]));
    }
    return [...byMissing.values()].flatMap((group) => split(group));
  }

  /** These cells are no longer under way, whether they came or not. */
  settle(request: CellRequest): void {
    for (const uuid of request.uuids) {
      const asked = this.asked.get(uuid);
      for (const column of request.columns) asked?.delete(column);
      if (!asked || asked.size === 0) this.asked.delete(uuid);
    }
  }

  private changed(): void {
    this.rowOf = this.reader();
    for (const listener of this.listeners) listener();
  }
}

function split({ uuids, columns }: CellRequest): CellRequest[] {
  const requests: CellRequest[] = [];
  for (let from = 0; from < uuids.length; from += REQUEST_ROWS)
    for (const batch of batchesOf(columns))
      requests.push({ uuids: uuids.slice(from, from + REQUEST_ROWS), columns: batch });
  return requests;
}

/** The same cells again, of runs that are still being written. */
export function refreshRequests(
  uuids: readonly string[],
  columns: readonly ColumnId[],
): CellRequest[] {
  return uuids.length === 0 ? [] : split({ uuids, columns });
}
