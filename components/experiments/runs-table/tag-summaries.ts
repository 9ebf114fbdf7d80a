import { isOwnTag } from "@/lib/experiments/rules";
import type { RunRowDto } from "@/lib/runs/dto/table";
import { type ColumnId, parseColumnId } from "@/lib/runs/search-params/columns";

/** What some runs say under one tag. */
export interface TagSummary {
  key: string;
  /** The values there are, without repeats. */
  values: readonly string[];
  /** How many of the runs have it. */
  runs: number;
}

/** The columns of the tags that people set. */
export function editableTagColumns(catalogue: readonly ColumnId[]): ColumnId[] {
  return catalogue.filter((id) => {
    const column = parseColumnId(id);
    return column?.kind === "tag" && isOwnTag(column);
  });
}

/** The tags of some runs, of which these columns were read. */
export function summariseTags(
  rows: readonly Pick<RunRowDto, "values">[],
  columns: readonly ColumnId[],
): TagSummary[] {
  return columns.flatMap((id, index): TagSummary[] => {
    const found = rows.flatMap(({ values }) => values[index] ?? []).map(String);
    const key = parseColumnId(id)?.key;
    if (found.length === 0 || key === undefined) return [];
    return [{ key, values: [...new Set(found)], runs: found.length }];
  });
}
