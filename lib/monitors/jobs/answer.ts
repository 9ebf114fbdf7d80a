import "server-only";
import type { z } from "zod";
import { invalidInput } from "@/lib/access/failures";
import { AppError } from "@/lib/core/errors";
import { toJson } from "../rules/answers";
import { type LoadColumn, numbersOf, textsOf } from "../rules/columns";
import { compareNumbers, compareTexts } from "../rules/compare";
import { judgeDataset } from "../rules/dataset";
import { followDrift } from "../rules/drift-chunks";
import { estimatePerformance } from "../rules/estimate/estimate";
import { exactShares } from "../rules/numeric/exact-shares";
import { Sample } from "../rules/samples";
import type { Column } from "../rules/sides";
import type { ColumnInput } from "../schema/columns";
import { chunksInput, compareInput, datasetInput, estimateInput } from "../schema/statistics";

export type StatisticName = "compare" | "dataset" | "chunks" | "estimate" | "exact";

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

const columnOf = async (
  kind: Column["kind"],
  input: ColumnInput,
  name: string,
  load: LoadColumn,
): Promise<Column> =>
  kind === "numeric"
    ? { kind, values: await numbersOf(input, name, load) }
    : { kind, values: await textsOf(input, name, load) };

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
  dataset: defineRun(datasetInput, async ({ preset, columns }, load) => {
    const read = [];
    for (const { name, kind, reference, current } of columns)
      read.push({
        name,
        reference: await columnOf(kind, reference, `${name}, reference`, load),
        current: await columnOf(kind, current, `${name}, current`, load),
      });
    return judgeDataset(preset, read);
  }),
  chunks: defineRun(chunksInput, async ({ kind, reference, analysis, ...rest }, load) => ({
    results: followDrift({
      ...rest,
      reference: await columnOf(kind, reference, "reference", load),
      analysis: await columnOf(kind, analysis, "analysis", load),
    }),
  })),
  estimate: defineRun(estimateInput, estimatePerformance),
  // What a monitor's page asks for: with how the shares of both sides add up.
  exact: defineRun(compareInput, async ({ kind, methods, reference, current }, load) => {
    if (kind === "categorical") {
      const texts = await textsOf(reference, "first side", load);
      const others = await textsOf(current, "second side", load);
      return { ...compareTexts(texts, others, methods), shares: null };
    }
    const numbers = await numbersOf(reference, "first side", load);
    const others = await numbersOf(current, "second side", load);
    return {
      ...compareNumbers(numbers, others, methods),
      shares: exactShares(new Sample(numbers), new Sample(others)),
    };
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
