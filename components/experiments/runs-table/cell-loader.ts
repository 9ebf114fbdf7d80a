import type { GridRange } from "@/components/tables/grid-column";
import { fetchRunCells } from "@/lib/runs/query-options/table";
import { type ColumnId, hasValues } from "@/lib/runs/search-params/columns";
import type { RunListing } from "@/lib/runs/search-params/listing";
import type { RowOrder } from "./row-order";
import { type CellRequest, type RunStore, refreshRequests } from "./run-store";

/**
 * Cells are read by the block, so that a scroll asks once in a while and not for each row and column that comes into
 * sight; a block that is nearer than this to what is in sight is read already, so that a slow scroll meets no gaps.
 */
const ROWS = { block: 50, near: 25 } as const;
const COLUMNS = { block: 16, near: 6 } as const;
/** While somebody scrolls fast, what flies by is not read. */
const SETTLE_MS = 40;
const RETRY_MS = 4_000;

export interface CellLoaderInput {
  workspace: string;
  listing: Pick<RunListing, "experiment" | "view">;
  store: RunStore;
  rows: Pick<RowOrder, "at">;
  /** The visible columns, in order. */
  columns: readonly ColumnId[];
  /** Read with those in sight, wherever it stands. */
  baseline: string | null;
}

const blockOf = (index: number, { block }: { block: number }) => Math.floor(index / block);

/** The columns in sight that have cells to read, and those of the blocks around them. */
export function columnsAround(
  columns: readonly ColumnId[],
  inSight: readonly string[],
): ColumnId[] {
  const seen = new Set(inSight);
  const wanted = new Set<number>();
  for (const [index, id] of columns.entries())
    if (seen.has(id))
      for (const at of [index - COLUMNS.near, index, index + COLUMNS.near])
        wanted.add(blockOf(at, COLUMNS));
  return columns.filter((id, index) => wanted.has(blockOf(index, COLUMNS)) && hasValues(id));
}

/** The first and the last row of the blocks around those in sight. */
export function rowsAround(firstRow: number, lastRow: number): [first: number, last: number] {
  const first = Math.max(0, blockOf(firstRow - ROWS.near, ROWS) * ROWS.block);
  return [first, (blockOf(lastRow + ROWS.near, ROWS) + 1) * ROWS.block - 1];
}

function uuidsBetween(rows: Pick<RowOrder, "at">, first: number, last: number): string[] {
  const uuids: string[] = [];
  for (let index = Math.max(0, first); index <= last; index += 1) {
    const place = rows.at(index);
    if (place) uuids.push(place.uuid);
  }
  return uuids;
}

/** Reads the cells in sight that have not been read, and again those of runs that are being written. */
export class CellLoader {
  private range: GridRange = { firstRow: 0, lastRow: -1, columnIds: [] };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dueAt = 0;

  constructor(private input: CellLoaderInput) {}

  /** What is listed has changed. */
  adopt(input: CellLoaderInput): void {
    const isSame =
      input.rows === this.input.rows &&
      input.columns === this.input.columns &&
      input.baseline === this.input.baseline;
    this.input = input;
    if (!isSame) this.schedule(0);
  }

  readonly setRange = (range: GridRange): void => {
    this.range = range;
    this.schedule(SETTLE_MS);
  };

  /** The runs on the screen now. */
  readonly uuidsInSight = (): string[] =>
    uuidsBetween(this.input.rows, this.range.firstRow, this.range.lastRow);

  /** Runs in sight that are being written are read again. */
  readonly refresh = async (): Promise<void> => {
    const { store } = this.input;
    const live = this.uuidsInSight().filter((uuid) => {
      const status = store.rowOf(uuid)?.run.status;
      return status === "RUNNING" || status === "SCHEDULED";
    });
    const columns = columnsAround(this.input.columns, this.range.columnIds);
    await Promise.all(refreshRequests(live, columns).map((request) => this.read(request)));
  };

  /** These runs were changed here: what is shown of them is read again. */
  readonly reread = async (uuids: readonly string[]): Promise<void> => {
    const changed = new Set(uuids);
    const inSight = this.uuidsInSight().filter((uuid) => changed.has(uuid));
    this.input.store.forget(uuids.filter((uuid) => !inSight.includes(uuid)));
    const columns = columnsAround(this.input.columns, this.range.columnIds);
    await Promise.all(refreshRequests(inSight, columns).map((request) => this.read(request)));
  };

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Only the latest wish counts. A timer that is running already waits on when it ends: no new one for each frame. */
  private schedule(delay: number): void {
    const now = performance.now();
    const isSooner = now + delay < this.dueAt;
    this.dueAt = now + delay;
    if (this.timer !== undefined && !isSooner) return;
    clearTimeout(this.timer);
    this.wait(delay);
  }

  private wait(delay: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const left = this.dueAt - performance.now();
      if (left > 1) this.wait(left);
      else void this.load();
    }, delay);
  }

  private async load(): Promise<void> {
    const { store, rows, columns, baseline } = this.input;
    const { firstRow, lastRow, columnIds } = this.range;
    const uuids = uuidsBetween(rows, ...rowsAround(firstRow, lastRow));
    const wanted = baseline === null || uuids.includes(baseline) ? uuids : [...uuids, baseline];
    const requests = store.take(wanted, columnsAround(columns, columnIds));
    const results = await Promise.all(requests.map((request) => this.read(request)));
    if (results.includes(false)) this.schedule(RETRY_MS);
  }

  private async read(request: CellRequest): Promise<boolean> {
    const { workspace, listing, store } = this.input;
    const { experiment, view } = listing;
    try {
      const items = await fetchRunCells(workspace, { experiment, view, ...request });
      store.merge(items, request.columns);
      return true;
    } catch {
      return false;
    } finally {
      store.settle(request);
    }
  }
}
