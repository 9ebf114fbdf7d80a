import type { PickerItem } from "@/components/tables/picker-rows";
import type { ColumnDto } from "@/lib/runs/dto/table";
import { columnId, DISPLAYABLE_FIELDS } from "@/lib/runs/search-params/columns";
import { ATTRIBUTES } from "./run-columns";

const GROUPS = { metric: "Metrics", param: "Parameters", tag: "Tags" } as const;

function toItem({ kind, key }: ColumnDto): PickerItem {
  const item = { key, label: key, group: GROUPS[kind] };
  if (kind !== "metric") return { ...item, variants: [{ id: columnId({ kind, key }), label: "" }] };
  const variant = (aggregate: "last" | "min" | "max") => ({
    id: columnId({ kind, key, aggregate }),
    label: aggregate,
  });
  return { ...item, variants: [variant("last"), variant("min"), variant("max")] };
}

/** Everything that can be a column: what each run has, then metrics, parameters and tags of the experiment. */
export function pickerItems(columns: readonly ColumnDto[]): PickerItem[] {
  const attributes = DISPLAYABLE_FIELDS.flatMap((key): PickerItem[] => {
    if (key === "run_name") return [];
    const known = ATTRIBUTES[key];
    const id = columnId({ kind: "attribute", key });
    return known ? [{ key, label: known.label, group: "Run", variants: [{ id, label: "" }] }] : [];
  });
  return [...attributes, ...columns.map(toItem)];
}
