import { z } from "zod";
import { isNumber, type Parameters } from "@/lib/compute/rules/parameters";

/** A value that a job has for a place in its command; its kind stays what it was. */
const parameter = z
  .object({
    name: z.string(),
    kind: z.enum(["text", "number", "boolean"]),
    value: z.string().max(10_000, "A value has at most 10,000 characters."),
  })
  .refine(({ kind, value }) => kind !== "number" || isNumber(value.trim()), {
    path: ["value"],
    message: "Write a number.",
  });
export const parameterFields = z.array(parameter);
export type ParameterField = z.infer<typeof parameter>;

export const toParameterFields = (parameters: Parameters): ParameterField[] =>
  Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({
      name,
      kind: typeof value === "string" ? "text" : typeof value === "number" ? "number" : "boolean",
      value: String(value),
    }));

function heldValue({ kind, value }: ParameterField): Parameters[string] {
  if (kind === "text") return value;
  return kind === "number" ? Number(value) : value === "true";
}

export const toParameters = (held: readonly ParameterField[]): Parameters =>
  Object.fromEntries(held.map((one) => [one.name, heldValue(one)]));

/** The dataset versions that a job declares to read. */
export const datasetFields = z
  .array(
    z.object({
      dataset: z.string(),
      name: z.string(),
      version: z
        .string()
        .trim()
        .regex(/^[1-9]\d{0,8}$/, "Write its number, or nothing for the latest.")
        .or(z.literal("")),
    }),
  )
  .superRefine((rows, context) => {
    const seen = new Set<string>();
    for (const [index, { dataset, name: called, version }] of rows.entries()) {
      const key = `${dataset} ${version}`;
      const which = version === "" ? "The latest version" : `Version ${version}`;
      if (seen.has(key))
        context.addIssue({
          code: "custom",
          path: [index, "version"],
          message: `${which} of ${called} is there already. Leave it out, or name another one.`,
        });
      seen.add(key);
    }
  });
