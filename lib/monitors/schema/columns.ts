import { z } from "zod";

/** Values that a column may have in a request; longer ones are named as columns of dataset versions. */
export const MAX_VALUES = 1_000_000;

const VERSION_NAMES =
  "The id of a dataset version, or its dataset's name or id and its number: `sales@3`, `sales@latest`";

/** A column of a table that is kept here. */
const datasetColumn = z.strictObject({
  datasetVersion: z.string().min(1).max(600),
  column: z.string().min(1).max(1_000),
});

export type DatasetColumn = z.output<typeof datasetColumn>;

export type Cell = number | string | boolean | null;

/** Values of a column as they were sent, or where they are. */
export type ColumnInput = readonly Cell[] | DatasetColumn;

const isCell = (value: unknown): value is Cell =>
  value === null ||
  typeof value === "number" ||
  typeof value === "string" ||
  typeof value === "boolean";

/** A list of a million values is looked at by one loop: a schema for each of them would take seconds. */
function problemOf(values: readonly unknown[]): string | null {
  if (values.length > MAX_VALUES)
    return `At most ${MAX_VALUES.toLocaleString("en")} values can be sent; name a column of a dataset version instead.`;
  const odd = values.findIndex((value) => !isCell(value));
  return odd < 0 ? null : `Value ${odd + 1} is neither a number nor a text.`;
}

const values = z
  .custom<readonly Cell[]>((value) => Array.isArray(value))
  .superRefine((list, context) => {
    const message = problemOf(list);
    if (message !== null) context.addIssue({ code: "custom", message });
  });

export const columnInput = z
  .unknown()
  .transform((raw, context): ColumnInput => {
    const parsed = Array.isArray(raw) ? values.safeParse(raw) : datasetColumn.safeParse(raw);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    context.addIssue({
      code: "custom",
      message: issue?.message ?? "A column is a list of values.",
    });
    return [];
  })
  .meta({
    anyOf: [
      {
        type: "array",
        maxItems: MAX_VALUES,
        items: { type: ["number", "string", "boolean", "null"] },
      },
      {
        type: "object",
        properties: {
          datasetVersion: { type: "string", description: VERSION_NAMES },
          column: { type: "string" },
        },
        required: ["datasetVersion", "column"],
        additionalProperties: false,
      },
    ],
  });
