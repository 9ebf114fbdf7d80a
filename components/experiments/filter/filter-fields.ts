import type { Name, Operator } from "@/lib/core/search/parse";
import { printName } from "@/lib/core/search/print";
import { runVocabulary } from "@/lib/core/search/vocabulary";
import type { ColumnDto } from "@/lib/runs/dto/table";

/** What a condition can be about. */
export interface FilterField {
  kind: "attribute" | "metric" | "param" | "tag" | "dataset";
  key: string;
}

export type FieldType = "text" | "number" | "time" | "status";

const ENTITIES = {
  attribute: "attributes",
  metric: "metrics",
  param: "params",
  tag: "tags",
  dataset: "datasets",
} as const satisfies Record<FilterField["kind"], string>;

/** Attributes by what people call them. */
export const ATTRIBUTE_FIELDS: readonly { key: string; label: string; type: FieldType }[] = [
  { key: "run_name", label: "Run name", type: "text" },
  { key: "status", label: "Status", type: "status" },
  { key: "start_time", label: "Start time", type: "time" },
  { key: "end_time", label: "End time", type: "time" },
  { key: "user_id", label: "User", type: "text" },
  { key: "run_id", label: "Run id", type: "text" },
  { key: "artifact_uri", label: "Artifact location", type: "text" },
];

export const DATASET_FIELDS = ["name", "digest", "context"] as const;

const NUMERIC: readonly Operator[] = ["=", "!=", "<", "<=", ">", ">="];
const TEXT: readonly Operator[] = ["=", "!=", "LIKE", "ILIKE"];
const NULLS: readonly Operator[] = ["IS NULL", "IS NOT NULL"];
const LISTS: readonly Operator[] = ["IN", "NOT IN"];

export function fieldType({ kind, key }: FilterField): FieldType {
  if (kind === "metric") return "number";
  if (kind !== "attribute") return "text";
  return ATTRIBUTE_FIELDS.find((field) => field.key === key)?.type ?? "text";
}

/** The comparisons that the grammar allows of a field. */
export function operatorsOf(field: FilterField): readonly Operator[] {
  const type = fieldType(field);
  if (type === "number" || type === "time") return NUMERIC;
  if (type === "status") return ["=", "!="];
  if (field.kind === "param" || field.kind === "tag") return [...TEXT, ...NULLS];
  const hasLists = field.kind === "dataset" || field.key === "run_id";
  return hasLists ? [...TEXT, ...LISTS] : TEXT;
}

export function nameOfField({ kind, key }: FilterField): Name {
  return { entity: ENTITIES[kind], key };
}

/** As a filter writes it: attributes.status, metrics.`val/loss`. */
export const printField = (field: FilterField): string => printName(nameOfField(field));

/** The field that a name means, or null for one that means nothing here. */
export function fieldOfName({ entity, key }: Name): FilterField | null {
  const kind = entity === null ? "attribute" : runVocabulary.entities.get(entity);
  if (!kind) return null;
  if (kind !== "attribute") return { kind, key };
  const field = runVocabulary.attributes.get(key);
  return field ? { kind, key: field.field } : null;
}

/** Everything that runs of an experiment can be filtered by. */
export function allFields(columns: readonly ColumnDto[]): FilterField[] {
  return [
    ...ATTRIBUTE_FIELDS.map(({ key }): FilterField => ({ kind: "attribute", key })),
    ...columns,
    ...DATASET_FIELDS.map((key): FilterField => ({ kind: "dataset", key })),
  ];
}
