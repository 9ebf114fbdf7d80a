import "server-only";
import { readCell } from "../rules/cells";
import { CheckRun, columnOf } from "../rules/checks";
import { ColumnStatistics, edgesBetween, HistogramCount } from "../rules/column-statistics";
import type { ColumnProfile } from "../schema/profile";
import type { TableFindings, TableScan } from "../schema/table-scan";
import { openTable } from "./open-table";
import type { ReadRange } from "./table-reader";

const SAMPLED_ROWS = 10_000;

/** Counts on edges, which for the first version of a dataset are known only once the file was read. */
async function addHistograms(
  scan: TableScan,
  read: ReadRange,
  columns: readonly ColumnProfile[],
): Promise<ColumnProfile[]> {
  const counts = columns.map((column) => {
    const isOrdered = column.type === "number" || column.type === "time";
    const edges = scan.edges[column.name] ?? edgesBetween(column.min, column.max);
    return isOrdered && edges ? new HistogramCount(edges) : null;
  });
  if (counts.some((count) => count !== null)) {
    const { rows } = await openTable(scan, read);
    for await (const row of rows)
      for (const [index, count] of counts.entries()) {
        if (!count) continue;
        const cell = readCell(row[index]);
        if ("value" in cell) count.add(cell.value);
      }
  }
  return columns.map((column, index) => ({
    ...column,
    histogram: counts[index]?.finish() ?? null,
  }));
}

/** Reads a whole table: what its columns hold, and how it stands to its dataset's checks. */
export async function gather(scan: TableScan, read: ReadRange): Promise<TableFindings> {
  const { columns, rows } = await openTable(scan, read);
  const statistics = columns.map((name) => new ColumnStatistics(name));
  const runs = scan.checks.map((definition) => ({
    run: new CheckRun(definition),
    place: columns.indexOf(columnOf(definition) ?? ""),
  }));
  let total = 0;
  for await (const row of rows) {
    total += 1;
    const cells = columns.map((_name, index) => readCell(row[index]));
    for (const [index, cell] of cells.entries()) statistics[index]?.add(cell);
    for (const { run, place } of runs) {
      const cell = cells[place];
      if (cell) run.add(cell);
    }
  }
  const profiles = statistics.map((column) => column.finish());
  const facts = { rows: total, columns: profiles, createdAt: scan.createdAt, now: scan.now };
  return {
    profile: {
      rows: total,
      sampledRows: Math.min(total, SAMPLED_ROWS),
      columns: await addHistograms(scan, read, profiles),
    },
    outcomes: runs.map(({ run }) => run.finish(facts)),
  };
}
