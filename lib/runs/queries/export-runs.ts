import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { csvLine } from "@/lib/core/csv";
import type { RunRowDto } from "../dto/table";
import type { ColumnRef, RunOrder, RunSelection } from "../schema";
import { EXPORT_LIMIT } from "../search-params/requests";
import { listRunRows } from "./run-rows";

const PAGE = 500;

const isoOf = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** What every line says, besides the columns asked for. */
const OWN: readonly (readonly [string, (run: RunRowDto) => string | number | null])[] = [
  ["run_id", ({ uuid }) => uuid],
  ["name", ({ name }) => name],
  ["status", ({ status }) => status],
  ["start_time", ({ startTime }) => isoOf(startTime)],
  ["end_time", ({ endTime }) => isoOf(endTime)],
  ["created_by", ({ createdBy, userId }) => createdBy || userId],
];

/** metrics.loss, metrics.loss (min), params.lr, tags.team. */
function headingOf(column: ColumnRef): string {
  const aggregate =
    column.kind === "metric" && column.aggregate !== "last" ? ` (${column.aggregate})` : "";
  return `${column.kind}s.${column.key}${aggregate}`;
}

const lineOf = (run: RunRowDto) => csvLine([...OWN.map(([, read]) => read(run)), ...run.values]);

interface ExportInput extends RunSelection {
  orderBy: readonly RunOrder[];
  columns: readonly ColumnRef[];
  /** Runs that match and are left out all the same. */
  exceptUuids: ReadonlySet<string>;
}

/** Runs as CSV, page by page: values at full precision, in the order and with the columns of the table. */
export async function* exportRuns(actor: Actor, input: ExportInput): AsyncGenerator<string> {
  assertCan(actor, "run:read");
  const { exceptUuids, ...selection } = input;
  // The heading goes with the first page, so that a filter that cannot be read is an answer and no broken file.
  let text = csvLine([...OWN.map(([name]) => name), ...input.columns.map(headingOf)]);
  let pageToken: string | undefined;
  for (let exported = 0; exported < EXPORT_LIMIT; exported += PAGE) {
    const page = await listRunRows(actor, { ...selection, limit: PAGE, pageToken });
    for (const run of page.items) if (!exceptUuids.has(run.uuid)) text += lineOf(run);
    yield text;
    text = "";
    pageToken = page.nextPageToken;
    if (pageToken === undefined) return;
  }
}
