import { z } from "zod";
import { parameterValue } from "@/lib/compute/schema/jobs";
import { isStorable, storableText, UNSTORABLE } from "@/lib/core/text";

const MAX_CHOICES = 100;
const MAX_LENGTH = 10_000;

const common = {
  description: storableText.max(1_000).default(""),
  /** One that is not required, and has no default, is empty when it is left out. */
  required: z.boolean().default(true),
};
const length = z.int().min(0).max(MAX_LENGTH).optional();

const declared = z.discriminatedUnion(
  "type",
  [
    z.strictObject({
      ...common,
      type: z.literal("string"),
      default: storableText.max(MAX_LENGTH).optional(),
      min: length,
      max: length,
    }),
    z.strictObject({
      ...common,
      type: z.literal("integer"),
      default: z.int().optional(),
      min: z.int().optional(),
      max: z.int().optional(),
    }),
    z.strictObject({
      ...common,
      type: z.literal("number"),
      default: z.number().optional(),
      min: z.number().optional(),
      max: z.number().optional(),
    }),
    z.strictObject({
      ...common,
      type: z.literal("boolean"),
      default: z.boolean().optional(),
    }),
    z.strictObject({
      ...common,
      type: z.literal("choice"),
      choices: z
        .array(parameterValue)
        .min(1, "Name at least one.")
        .max(MAX_CHOICES, `Name at most ${MAX_CHOICES}.`)
        .refine(
          (choices) => new Set(choices.map(String)).size === choices.length,
          "Name each one once.",
        ),
      default: parameterValue.optional(),
    }),
  ],
  { error: "Its type is string, integer, number, boolean or choice." },
);
export type Parameter = z.output<typeof declared>;
export type ParameterValue = z.output<typeof parameterValue>;

interface Bounds {
  min?: number | undefined;
  max?: number | undefined;
}

function outside({ min, max }: Bounds, amount: number, unit: string): string | null {
  if (min !== undefined && amount < min) return `At least ${min}${unit}.`;
  if (max !== undefined && amount > max) return `At most ${max}${unit}.`;
  return null;
}

/** What is wrong with a value, in a sentence; null when a parameter takes it. */
export function valueProblem(parameter: Parameter, value: unknown): string | null {
  switch (parameter.type) {
    case "string":
      if (typeof value !== "string") return "Write a text.";
      if (!isStorable(value)) return UNSTORABLE;
      return outside({ max: MAX_LENGTH, ...parameter }, value.length, " characters");
    case "integer":
      if (!Number.isSafeInteger(value)) return "Write a whole number.";
      return outside(parameter, Number(value), "");
    case "number":
      if (typeof value !== "number" || !Number.isFinite(value)) return "Write a number.";
      return outside(parameter, value, "");
    case "boolean":
      return typeof value === "boolean" ? null : "Write true or false.";
    case "choice":
      return parameter.choices.some((choice) => choice === value)
        ? null
        : `Choose one of ${parameter.choices.join(", ")}.`;
  }
}

/** A parameter as it is declared, with a default that it would take itself. */
export const parameterDeclaration = declared.superRefine((parameter, context) => {
  const { default: initial } = parameter;
  const { min = -Infinity, max = Infinity }: Bounds = "min" in parameter ? parameter : {};
  if (min > max)
    context.addIssue({ code: "custom", path: ["max"], message: "This is less than min." });
  const problem = initial === undefined ? null : valueProblem(parameter, initial);
  if (problem) context.addIssue({ code: "custom", path: ["default"], message: problem });
});
