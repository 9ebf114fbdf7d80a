import { z } from "zod";
import type { EvaluationDto } from "@/lib/approvals/dto/evaluation";
import type { RequestCardDto } from "@/lib/approvals/dto/request-card";
import { ASPECTS } from "@/lib/approvals/rules/aspects";
import { CHANGE_STATES } from "@/lib/models/rules/compare-values";
import { METRIC_DIRECTIONS, METRIC_VERDICTS } from "@/lib/models/rules/metric-direction";
import { cardChangeEntity, cardEntity } from "./card-entities";

const base = {
  version: z.int(),
  card: z.int().nullable().meta({ description: "Null where nobody had written one" }),
};

export const requestCardEntity: z.ZodType<RequestCardDto> = z
  .object({
    card: cardEntity.nullable(),
    base: z
      .discriminatedUnion("kind", [
        z.object({
          kind: z.literal("approved"),
          request: z.int(),
          at: z.iso.datetime(),
          ...base,
        }),
        z.object({ kind: z.literal("target"), ...base }),
        z.object({ kind: z.literal("none") }),
      ])
      .meta({
        description:
          "What it is held against: the card approved last for the place, that of what is there, or none",
      }),
    changes: z.array(cardChangeEntity),
  })
  .meta({ id: "ApprovalRequestCard" });

const metric = z.object({
  key: z.string(),
  state: z.enum(CHANGE_STATES),
  candidate: z.number().nullable(),
  base: z.number().nullable(),
  direction: z.enum(METRIC_DIRECTIONS).nullable(),
  difference: z.number().nullable(),
  relative: z.number().nullable(),
  verdict: z.enum(METRIC_VERDICTS),
});
const slice = z.object({ dimension: z.string(), value: z.string() });

export const evaluationEntity: z.ZodType<EvaluationDto> = z
  .object({
    run: z.object({ uuid: z.string(), artifactUri: z.string() }).nullable(),
    base: z.int().nullable().meta({ description: "The version that the metrics stand beside" }),
    sections: z.array(
      z.object({
        aspect: z.enum(ASPECTS),
        metrics: z.array(metric),
        slices: z.array(
          z.object({
            metric: z.string(),
            direction: z.enum(METRIC_DIRECTIONS).nullable(),
            overall: metric.nullable(),
            slices: z.array(metric.extend(slice.shape)),
            worst: slice.nullable(),
            mostWorsened: slice.nullable(),
            isTruncated: z.boolean(),
          }),
        ),
        files: z.array(
          z.object({
            path: z.string(),
            size: z.int().nullable(),
            isDirectory: z.boolean(),
          }),
        ),
        isTruncated: z.boolean(),
      }),
    ),
  })
  .meta({ id: "ApprovalEvaluation" });
