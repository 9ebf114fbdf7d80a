import { formatCount } from "@/lib/core/format";
import type { CheckDefinition, CheckKind } from "@/lib/datasets/schema/checks";

export const CHECK_LABELS: Readonly<Record<CheckKind, string>> = {
  not_null: "No value is missing",
  unique: "No value twice",
  range: "Within a range",
  allowed_values: "One of given values",
  row_count: "Number of rows",
  schema: "Columns as expected",
  freshness: "Fresh enough",
};

function between(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
}

/** A check as a sentence. */
export function describeCheck(definition: CheckDefinition): string {
  switch (definition.kind) {
    case "not_null":
      return `${definition.column} is never missing`;
    case "unique":
      return `${definition.column} is never the same twice`;
    case "range":
      return `${definition.column} is ${between(definition.min, definition.max)}`;
    case "allowed_values":
      return `${definition.column} is one of ${definition.values.join(", ")}`;
    case "row_count":
      return `The number of rows is ${between(definition.min, definition.max)}`;
    case "schema":
      return `It has exactly these ${formatCount(definition.columns.length)} columns: ${definition.columns
        .map(({ name, type }) => `${name} (${type})`)
        .join(", ")}`;
    default:
      return `${definition.column ? `The newest ${definition.column}` : "The version"} is at most ${definition.maxAgeHours} hours old`;
  }
}
