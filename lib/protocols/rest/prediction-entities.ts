import { z } from "zod";
import type { PostedPredictionsDto } from "@/lib/gateway/dto/posted-predictions";
import type {
  ErasedDto,
  LogSettingsDto,
  PostedLabelsDto,
  PredictionDetailDto,
  PredictionDto,
  RevisionQualityDto,
} from "@/lib/gateway/dto/predictions";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
const answer = z.union([z.number(), z.string()]).nullable();

const shape = {
  id: z.uuid(),
  at: millis,
  revision: z.int(),
  modelName: z.string().nullable(),
  modelVersion: z.int().nullable(),
  isShadow: z.boolean().meta({ description: "A copy that was compared and never answered" }),
  key: z.string().nullable(),
  status: z.int().meta({ description: "HTTP status" }),
  error: z.string().nullable(),
  latencyMs: z.number(),
  protocol: z.string(),
  rows: z.int(),
  answer: answer.meta({ description: "Of its first row" }),
  label: answer.meta({ description: "What was true of its first row; null while nobody knows" }),
};

export const predictionEntity: z.ZodType<PredictionDto> = z
  .object(shape)
  .meta({ id: "Prediction" });

export const predictionDetailEntity: z.ZodType<PredictionDetailDto> = z
  .object({
    ...shape,
    inputs: z.unknown().meta({ description: "With masked columns masked" }),
    outputs: z.unknown(),
    isCut: z.boolean().meta({ description: "True when more was sent or answered than is kept" }),
    answers: z.array(answer),
    labels: z.array(z.object({ row: z.int(), at: millis, value: answer })),
    copies: z.array(predictionEntity).meta({ description: "Shadow copies of the same request" }),
  })
  .meta({ id: "PredictionDetail" });

export const logSettingsEntity: z.ZodType<LogSettingsDto> = z
  .object({
    isEnabled: z.boolean(),
    sampleRate: z.number(),
    maskedColumns: z.array(z.string()),
    maxBytes: z.int(),
    maxRows: z.int(),
    retentionDays: z.int(),
  })
  .meta({ id: "PredictionLog" });

export const postedLabelsEntity: z.ZodType<PostedLabelsDto> = z
  .object({
    received: z.int(),
    added: z.int(),
    corrected: z.int().meta({ description: "Those of a moment for which another value was there" }),
  })
  .meta({ id: "PostedLabels" });

export const erasedEntity: z.ZodType<ErasedDto> = z
  .object({ predictions: z.int(), labels: z.int() })
  .meta({ id: "ErasedPredictions" });

export const qualityEntity: z.ZodType<RevisionQualityDto> = z
  .object({
    revision: z.int(),
    isShadow: z.boolean(),
    rows: z.int(),
    labelled: z.int(),
    accuracy: z.number().nullable(),
    meanAbsoluteError: z.number().nullable(),
    rootMeanSquaredError: z.number().nullable(),
  })
  .meta({ id: "RevisionQuality" });

export const postedPredictionsEntity: z.ZodType<PostedPredictionsDto> = z
  .object({
    received: z.int(),
    kept: z.int(),
    duplicates: z.int().meta({ description: "Of an id that is logged already" }),
    leftOut: z.int().meta({ description: "Not of the sample that the log keeps" }),
    refused: z.int(),
    problems: z
      .array(z.object({ line: z.int(), reason: z.string() }))
      .meta({ description: "The first hundred of the refused" }),
    stopped: z
      .string()
      .nullable()
      .meta({ description: "Why nothing that follows was read; null when all of it was" }),
  })
  .meta({ id: "PostedPredictions" });
