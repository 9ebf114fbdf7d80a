import { z } from "zod";
import { storableText } from "@/lib/core/text";

const column = storableText.min(1, "Name a column.").max(500);
const bound = z.coerce.number().optional();

/** The rules that a version's rows can be held against. */
export const checkDefinition = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("not_null"), column }),
  z.object({ kind: z.literal("unique"), column }),
  z
    .object({ kind: z.literal("range"), column, min: bound, max: bound })
    .refine(
      ({ min, max }) => min !== undefined || max !== undefined,
      "Give a least or a greatest value.",
    )
    .refine(
      ({ min, max }) => min === undefined || max === undefined || min <= max,
      "The least value is above the greatest.",
    ),
  z.object({
    kind: z.literal("allowed_values"),
    column,
    values: z.array(storableText.max(500)).min(1, "Give at least one value.").max(500),
  }),
  z
    .object({ kind: z.literal("row_count"), min: bound, max: bound })
    .refine(
      ({ min, max }) => min !== undefined || max !== undefined,
      "Give a least or a greatest number of rows.",
    ),
  z.object({
    kind: z.literal("schema"),
    columns: z
      .array(z.object({ name: column, type: z.string().min(1).max(200) }))
      .min(1)
      .max(500),
  }),
  z.object({
    kind: z.literal("freshness"),
    /** Absent: the age of the version itself. */
    column: column.optional(),
    maxAgeHours: z.coerce.number().positive("Give an age above zero.").max(87_600),
  }),
]);
export type CheckDefinition = z.infer<typeof checkDefinition>;
export type CheckKind = CheckDefinition["kind"];

export const CHECK_SEVERITIES = ["fail", "warn"] as const;

const datasetId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
export const datasetInput = z.object({ datasetId });
export const versionInput = z.object({ datasetId, number: z.coerce.number().int().positive() });
export const addCheckInput = z.object({
  datasetId,
  definition: checkDefinition,
  severity: z.enum(CHECK_SEVERITIES).default("fail"),
});
export const removeCheckInput = z.object({
  datasetId,
  checkId: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER),
});
