import type { RowSelection } from "@/components/tables/row-selection";
import { fetchMatchingUuids, runExportUrl } from "@/lib/runs/query-options/table";
import { type ColumnId, hasValues } from "@/lib/runs/search-params/columns";
import type { RunListing } from "@/lib/runs/search-params/listing";

/** Ids that fit in the address of one file. */
const PER_FILE = 200;

export interface SelectedUuids {
  uuids: readonly string[];
  /** True when more are selected than can be handled at once. */
  isTruncated: boolean;
}

/** The ids that a selection means; those of "all matching" are asked for. */
export async function collectUuids(
  workspace: string,
  listing: RunListing,
  selection: RowSelection,
): Promise<SelectedUuids> {
  if (selection.mode === "some") return { uuids: [...selection.ids], isTruncated: false };
  const { uuids, isTruncated } = await fetchMatchingUuids(workspace, listing);
  return { uuids: uuids.filter((uuid) => !selection.except.has(uuid)), isTruncated };
}

/** The files that hold a selection, each with a heading. */
export function exportUrls(
  workspace: string,
  listing: RunListing,
  shown: readonly ColumnId[],
  selection: RowSelection,
): string[] {
  const columns = shown.filter(hasValues);
  if (selection.mode === "all")
    return [runExportUrl(workspace, { listing, columns, except: [...selection.except] })];
  const uuids = [...selection.ids];
  const urls: string[] = [];
  for (let from = 0; from < uuids.length; from += PER_FILE)
    urls.push(
      runExportUrl(workspace, { listing, columns, uuids: uuids.slice(from, from + PER_FILE) }),
    );
  return urls;
}

/** Several files with the same heading as one. */
export function joinFiles(texts: readonly string[]): string {
  return texts
    .map((text, index) => (index === 0 ? text : text.slice(text.indexOf("\r\n") + 2)))
    .join("");
}
