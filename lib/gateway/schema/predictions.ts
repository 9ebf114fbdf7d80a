import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { type DeploymentInput, deploymentInput } from "@/lib/deployments/schema/deployments";

export const OUTCOMES = ["answered", "failed"] as const;

export const MAX_LABELS = 10_000;
export const MAX_KEY_LENGTH = 500;
const MAX_RETENTION_DAYS = 400;

function count(min: number, max: number) {
  const message = `Write a whole number from ${min.toLocaleString("en")} to ${max.toLocaleString("en")}.`;
  return z.coerce.number(message).int(message).min(min, message).max(max, message);
}
const flag = z.enum(["true", "false"]).transform((value) => value === "true");
const businessKey = storableText
  .min(1, "A key has at least one character.")
  .max(MAX_KEY_LENGTH, `A key has at most ${MAX_KEY_LENGTH} characters.`);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/** What the log of a deployment may be narrowed by. */
export const predictionFilter = z.object({
  from: moment.optional().meta({ description: "Made then or later" }),
  to: moment.optional().meta({ description: "Made before" }),
  revision: count(1, 1_000_000).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  key: businessKey.optional().meta({ description: "Business key, exactly" }),
  minLatencyMs: z.coerce.number().min(0).max(1e9).optional(),
  isShadow: flag.optional().meta({ description: "Copies that were compared and never answered" }),
  isLabelled: flag.optional().meta({ description: "Those whose truth is known by now, or is not" }),
});
export type PredictionFilter = z.output<typeof predictionFilter>;

export const listPredictionsInput = pageInput.extend(predictionFilter.shape);
export type ListPredictionsInput = DeploymentInput & z.output<typeof listPredictionsInput>;

export const predictionInput = deploymentInput.extend({
  predictionId: z.uuid("There is no such prediction."),
});
export type PredictionInput = z.output<typeof predictionInput>;

const label = z
  .object({
    predictionId: z
      .uuid()
      .transform((id) => id.toLowerCase())
      .optional()
      .meta({ description: "The X-Prediction-Id that it was answered with" }),
    key: businessKey.optional().meta({ description: "Or the business key it was asked with" }),
    row: count(0, 9_999).default(0).meta({ description: "Which row of a request with several" }),
    at: moment.optional().meta({ description: "When the truth was observed; now when absent" }),
    value: z
      .union([z.number(), z.boolean(), storableText.max(200)])
      .meta({ description: "What was true: a class, or a number" }),
  })
  .refine(
    ({ predictionId, key }) => (predictionId === undefined) !== (key === undefined),
    "Name a prediction by predictionId or by key.",
  );

export const labelsInput = z.object({
  labels: z
    .array(label)
    .min(1, "Send at least one label.")
    .max(MAX_LABELS, `At most ${MAX_LABELS.toLocaleString("en")} labels at once.`),
});
export type LabelsInput = DeploymentInput & z.output<typeof labelsInput>;

const column = storableText.trim().min(1).max(200);

export const logSettingsInput = z.object({
  isEnabled: z.boolean().optional(),
  sampleRate: z
    .number("Write a share.")
    .min(0, "The share is at least 0.")
    .max(1, "The share is at most 1, which is 100 %.")
    .optional()
    .meta({ description: "Share of predictions that is kept; those that failed are always" }),
  maskedColumns: z
    .array(column)
    .max(200)
    .transform((names) => [...new Set(names)])
    .optional()
    .meta({ description: "Columns whose values are never stored" }),
  maxBytes: count(256, 1_048_576)
    .optional()
    .meta({ description: "Inputs, and outputs, of one prediction; what is longer is cut" }),
  maxRows: count(1, 1_000).optional().meta({ description: "Rows kept of one request" }),
  retentionDays: count(1, MAX_RETENTION_DAYS).optional(),
});
export type LogSettingsInput = DeploymentInput & z.output<typeof logSettingsInput>;

export const eraseInput = z.object({ key: businessKey });
export type EraseInput = DeploymentInput & z.output<typeof eraseInput>;

export const qualityInput = z.object({
  from: moment.optional().meta({ description: "A day ago when absent" }),
  to: moment.optional(),
});
export type QualityInput = DeploymentInput & z.output<typeof qualityInput>;
