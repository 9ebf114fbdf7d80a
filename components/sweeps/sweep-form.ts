import { z } from "zod";
import { parseSpace } from "@/lib/sweeps/rules/space-text";
import { gridSize, problemOf } from "@/lib/sweeps/rules/trials";
import { createSweepInput, type Search, sweepSpec } from "@/lib/sweeps/schema";

const { maxParallel } = createSweepInput.shape;
const [, random] = sweepSpec.shape.search.options;
const { draws, seed } = random.shape;

const whole = (schema: z.ZodType, message: string) =>
  z
    .string()
    .trim()
    .refine((text) => /^\d{1,10}$/.test(text) && schema.safeParse(text).success, message);

/** What the dialog asks besides what a job is; all of it text. */
export const sweepForm = z
  .object({
    space: z.string(),
    search: z.enum(["grid", "random"]),
    draws: whole(draws, "Write a whole number up to 1,000."),
    seed: whole(seed, "Write a whole number."),
    maxParallel: whole(maxParallel, "Write a whole number up to 64."),
    metric: z.string().trim().max(250),
    goal: z.enum(["minimize", "maximize"]),
  })
  .superRefine((values, context) => {
    const found = parseSpace(values.space);
    const issue =
      "problem" in found
        ? found.problem
        : problemOf({ space: found.space, search: searchOf(values), parameters: {} })?.message;
    if (issue) context.addIssue({ code: "custom", path: ["space"], message: issue });
  });
export type SweepFormValues = z.input<typeof sweepForm>;

export const EMPTY_SWEEP: SweepFormValues = {
  space: "",
  search: "grid",
  draws: "20",
  seed: "0",
  maxParallel: "2",
  metric: "",
  goal: "minimize",
};

const searchOf = ({ search, draws, seed }: SweepFormValues): Search =>
  search === "grid"
    ? { kind: "grid" }
    : { kind: "random", draws: Number(draws), seed: Number(seed) };

/** What the fields say, for the command. */
export function toSweep(values: SweepFormValues) {
  const found = parseSpace(values.space);
  return {
    space: "space" in found ? found.space : {},
    search: searchOf(values),
    maxParallel: Number(values.maxParallel),
    metric: values.metric === "" ? null : { key: values.metric, goal: values.goal },
  };
}

/** How many trials that will be, as far as the fields say; null while they do not. */
export function trialCount({ space, search, draws }: SweepFormValues): number | null {
  const found = parseSpace(space);
  if ("problem" in found) return null;
  const size = gridSize(found.space);
  if (search === "grid") return size;
  return /^\d{1,4}$/.test(draws) ? Math.min(Number(draws), size ?? Number(draws)) : null;
}
