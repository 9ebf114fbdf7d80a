import type { RunRowDto } from "@/lib/runs/dto";
import { parseColumnId } from "@/lib/runs/search-params/columns";

/** A field as RFC 4180 writes it. Text that a spreadsheet would run as a formula is kept as text. */
function field(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const isoOf = (at: number | null) => (at === null ? null : new Date(at).toISOString());

const OWN: readonly (readonly [string, (run: RunRowDto) => string | number | null])[] = [
  ["run_id", ({ uuid }) => uuid],
  ["name", ({ name }) => name],
  ["status", ({ status }) => status],
  ["start_time", ({ startTime }) => isoOf(startTime)],
  ["end_time", ({ endTime }) => isoOf(endTime)],
  ["user", ({ userId, createdBy }) => createdBy || userId],
];

/** What a column is called in a file: metrics.loss, metrics.loss (min), params.lr, tags.team. */
function headingOf(id: string): string | null {
  const column = parseColumnId(id);
  if (!column || column.kind === "attribute") return null;
  const aggregate =
    column.kind === "metric" && column.aggregate !== "last" ? ` (${column.aggregate})` : "";
  return `${column.kind}s.${column.key}${aggregate}`;
}

/** Runs as CSV: what every run has, then the value columns that are shown, in their order and at full precision. */
export function runsToCsv(runs: readonly RunRowDto[], valueIds: readonly string[]): string {
  const headings = [...OWN.map(([name]) => name), ...valueIds.map((id) => headingOf(id) ?? id)];
  const lines = runs.map((run) => [
    ...OWN.map(([, read]) => read(run)),
    ...valueIds.map((_id, index) => run.values[index] ?? null),
  ]);
  return [headings, ...lines].map((line) => line.map(field).join(",")).join("\r\n");
}
