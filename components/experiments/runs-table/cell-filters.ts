import type { FilterRule } from "@/components/experiments/filter/filter-tree";
import { type ColumnId, parseColumnId } from "@/lib/runs/search-params/columns";
import type { TableRun } from "./run-store";

/** A condition that a cell's value offers, by what it says. */
export interface CellFilter {
  label: string;
  rule: FilterRule;
}

const LONGEST = 60;

const shorten = (value: string) =>
  value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value || "(empty)";

function textFilters(field: FilterRule["field"], value: string | null): CellFilter[] {
  const rule = (operator: FilterRule["operator"]): FilterRule => ({
    kind: "rule",
    field,
    operator,
    value: value ?? "",
  });
  const mayBeMissing = field.kind === "param" || field.kind === "tag";
  if (value === null)
    return mayBeMissing
      ? [
          { label: "Only where it is missing", rule: rule("IS NULL") },
          { label: "Only where it is present", rule: rule("IS NOT NULL") },
        ]
      : [];
  return [
    { label: `Only ${shorten(value)}`, rule: rule("=") },
    { label: `Not ${shorten(value)}`, rule: rule("!=") },
  ];
}

function numberFilters(field: FilterRule["field"], value: number, shown: string): CellFilter[] {
  if (!Number.isFinite(value)) return [];
  const rule = (operator: FilterRule["operator"]): FilterRule => ({
    kind: "rule",
    field,
    operator,
    value: String(value),
  });
  return [
    { label: `At least ${shown}`, rule: rule(">=") },
    { label: `At most ${shown}`, rule: rule("<=") },
  ];
}

function attributeFilters(key: string, { run }: TableRun): CellFilter[] {
  switch (key) {
    case "run_name":
      return textFilters({ kind: "attribute", key }, run.name);
    case "status":
      return textFilters({ kind: "attribute", key }, run.status);
    case "user_id":
      return textFilters({ kind: "attribute", key }, run.userId);
    case "start_time":
      return numberFilters({ kind: "attribute", key }, run.startTime, "this start");
    case "git_commit":
      return textFilters(
        { kind: "tag", key: "mlflow.source.git.commit" },
        run.gitCommit === "" ? null : run.gitCommit,
      );
    case "source":
      return textFilters(
        { kind: "tag", key: "mlflow.source.name" },
        run.sourceName === "" ? null : run.sourceName,
      );
    case "datasets": {
      const [first] = run.datasets;
      return first ? textFilters({ kind: "dataset", key: "name" }, first.name) : [];
    }
    default:
      return [];
  }
}

/** What a cell can be filtered by. A metric's filter is always about its last value. */
export function cellFilters(row: TableRun, id: ColumnId): CellFilter[] {
  const column = parseColumnId(id);
  if (!column) return [];
  if (column.kind === "attribute") return attributeFilters(column.key, row);
  const cell = row.cells[id];
  if (cell === undefined) return [];
  const { kind, key } = column;
  if (kind !== "metric") return textFilters({ kind, key }, cell === null ? null : String(cell));
  return cell === null || column.aggregate !== "last"
    ? []
    : numberFilters({ kind, key }, Number(cell), String(cell));
}

/** What copying a cell puts on the clipboard. */
export function cellText({ run, cells }: TableRun, id: ColumnId): string | null {
  const column = parseColumnId(id);
  if (!column) return null;
  if (column.kind !== "attribute") {
    const cell = cells[id];
    return cell === null || cell === undefined ? null : String(cell);
  }
  const texts: Partial<Record<string, string>> = {
    run_name: run.name,
    run_id: run.uuid,
    status: run.status,
    user_id: run.userId,
    created_by: run.createdBy,
    git_commit: run.gitCommit,
    source: run.sourceName,
    start_time: new Date(run.startTime).toISOString(),
  };
  return texts[column.key] || null;
}
