import "server-only";
import type { z } from "zod";
import { invalidInput } from "@/lib/access/failures";
import { AppError } from "@/lib/core/errors";
import { toJson } from "../rules/answers";
import { type LoadColumn, numbersOf, textsOf } from "../rules/columns";
import { compareNumbers, compareTexts } from "../rules/compare";
import { compareInput } from "../schema/statistics";

export type StatisticName = "compare";

export interface StatisticsTask {
  name: StatisticName;
  body: Uint8Array;
}

type Run = (raw: unknown, load: LoadColumn) => Promise<unknown>;

const defineRun =
  <Input>(
    schema: z.ZodType<Input>,
    run: (input: Input, load: LoadColumn) => Promise<unknown>,
  ): Run =>
  (raw, load) => {
    const parsed = schema.safeParse(raw);
    if (!parsed.success) throw invalidInput(parsed.error);
    return run(parsed.data, load);
  };

const RUNS: Readonly<Record<StatisticName, Run>> = {
  compare: defineRun(compareInput, async ({ kind, methods, reference, current }, load) => {
    if (kind === "numeric")
      return compareNumbers(
        await numbersOf(reference, "reference", load),
        await numbersOf(current, "current", load),
        methods,
      );
    return compareTexts(
      await textsOf(reference, "reference", load),
      await textsOf(current, "current", load),
      methods,
    );
  }),
};

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("INVALID", "The request body is not valid JSON.");
  }
}

/** The answer to a request, both as JSON. Runs where it is called: heavy ones belong into a thread. */
export async function answerStatistic(
  { name, body }: StatisticsTask,
  load: LoadColumn,
): Promise<string> {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  return toJson(await RUNS[name](parseBody(text), load));
}
