import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { ExportedFile } from "@/lib/core/exported-file";
import { comparisonCsv, comparisonHtml } from "../dto/comparison-files";
import type { ExportComparisonInput } from "../schema/comparisons";
import { reportSides } from "./comparisons";

/** Every column's findings as CSV, or a page with the distributions of the columns that are not as they were. */
export async function exportComparison(
  actor: Actor,
  { format, ...asked }: ExportComparisonInput,
): Promise<ExportedFile> {
  assertCan(actor, "monitor:read");
  const { comparison, columns } = await reportSides(actor, asked);
  const { monitor, before, after } = comparison;
  const name = [monitor.name, before.name, after.name].join("-").replace(/[^\w.-]+/g, "-");
  if (format === "csv")
    return { name: `${name}.csv`, type: "text/csv", chunks: comparisonCsv(comparison) };
  const page = comparisonHtml(comparison, columns, Date.now());
  return { name: `${name}.html`, type: "text/html", isPage: true, chunks: [page] };
}
