import { z } from "zod";
import { compareArms } from "@/lib/deployments/rules/recommendation";
import { sampleRatio } from "@/lib/deployments/rules/sample-ratio";
import type { StatisticName } from "@/lib/monitors/jobs/answer";
import { computeStatistic } from "@/lib/monitors/queries/statistics";
import {
  chunksInput,
  compareInput,
  datasetInput,
  estimateInput,
} from "@/lib/monitors/schema/statistics";
import { defineOperation, type RestOperation } from "../rest-route";
import {
  chunkedDriftEntity,
  comparisonEntity,
  datasetVerdictEntity,
  estimateEntity,
  methodResultsEntity,
  sampleRatioEntity,
} from "../statistics-entities";

const tag = "Statistics";

/** JSON lacks some numbers; they travel as words. */
const anyNumber = z.union([
  z.number(),
  z.enum(["NaN", "Infinity", "-Infinity"]).transform((word) => Number(word)),
]);

const arm = z
  .object({ n: anyNumber, sum: anyNumber, sumSquares: anyNumber.optional() })
  .transform(({ n, sum, sumSquares = sum }) => ({ n, sum, sumSquares }));

const comparison = z.object({
  arms: z.tuple([arm, arm]).meta({ description: "The first one is the control" }),
  kind: z.enum(["proportion", "mean"]),
  difference: z.enum(["relative", "absolute"]),
  alpha: z.number().gt(0).lt(1).optional().meta({ description: "0.05 when absent" }),
  tuning: z.number().min(1).max(1e12).optional().meta({
    description: "Units in all at which the sequence is narrowest; 5,000 when absent",
  }),
});

const MAX_ARMS = 1_000;
const counts = z
  .object({
    counts: z.array(z.number().int().min(0)).min(1).max(MAX_ARMS),
    weights: z.array(z.number().min(0)).min(1).max(MAX_ARMS),
  })
  .refine(({ counts, weights }) => counts.length === weights.length, {
    message: "There are as many weights as counts.",
    path: ["weights"],
  });

export const statisticsOperations = [
  defineOperation({
    id: "compareArms",
    method: "POST",
    path: "/statistics/ab",
    access: "account:read",
    tag,
    summary: "Compare two arms of an A/B test, as the result page does",
    body: comparison,
    answer: comparisonEntity,
    run: async (_actor, { arms: [control, treatment], ...rest }) =>
      compareArms({ control, treatment, ...rest }),
  }),
  defineOperation({
    id: "checkSampleRatio",
    method: "POST",
    path: "/statistics/srm",
    access: "account:read",
    tag,
    summary: "Whether units were split as planned",
    body: counts,
    answer: sampleRatioEntity,
    run: async (_actor, input) => sampleRatio(input.counts, input.weights),
  }),
];

interface StatisticRoute extends Pick<RestOperation, "id" | "summary"> {
  name: StatisticName;
  body: z.ZodObject;
  answer: z.ZodType;
}

/** A statistic of whole columns: its body is parsed where it is computed, which may be in a thread. */
const defineStatistic = ({ name, ...route }: StatisticRoute): RestOperation => ({
  ...route,
  method: "POST",
  path: `/statistics/${name}`,
  access: "account:read",
  tag,
  params: z.object({}),
  query: z.object({}),
  handle: async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.from("null");
    const answer = await computeStatistic(request.actor, { name, body });
    return reply.type("application/json; charset=utf-8").send(answer);
  },
});

/** Operations whose bodies hold columns of up to a million values. */
export const columnOperations = [
  defineStatistic({
    name: "compare",
    id: "compareSamples",
    summary: "Compare two samples of a column by any of the drift methods",
    body: compareInput,
    answer: methodResultsEntity,
  }),
  defineStatistic({
    name: "dataset",
    id: "judgeDatasetDrift",
    summary: "Whether a table has drifted: a verdict for each column, and one for all",
    body: datasetInput,
    answer: datasetVerdictEntity,
  }),
  defineStatistic({
    name: "chunks",
    id: "followDrift",
    summary: "Drift of a column chunk by chunk, with thresholds learned from the reference",
    body: chunksInput,
    answer: chunkedDriftEntity,
  }),
  defineStatistic({
    name: "estimate",
    id: "estimatePerformance",
    summary: "How well a model does where labels are not there yet",
    body: estimateInput,
    answer: estimateEntity,
  }),
];
