import { z } from "zod";
import { storableText } from "@/lib/core/text";
import { type DeploymentInput, deploymentInput } from "@/lib/deployments/schema/deployments";
import { MAX_KEY_LENGTH } from "./predictions";

export const POSTED_FORMATS = ["json", "lines", "csv", "parquet"] as const;
export type PostedFormat = (typeof POSTED_FORMATS)[number];

export const idempotencyKeyHeader = storableText.min(1).max(200).optional();

export type PostPredictionsInput = DeploymentInput & {
  format: PostedFormat;
  /** The same key with the same body is answered the same, and adds nothing. */
  idempotencyKey: string | undefined;
};
export const postPredictionsInput = deploymentInput;

const moment = z.union([
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  z.number().int().min(0).max(8.64e15),
  // As files have it.
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const number = z.coerce.number().int().min(1).max(2_147_483_647);

/** One prediction as it is posted. */
export const postedPrediction = z.strictObject({
  id: z
    .union([storableText.min(1).max(200), z.number().int()])
    .transform(String)
    .meta({
      description: "The same id again is a duplicate. A UUID is kept; another text becomes one",
    }),
  at: moment.optional().meta({
    description:
      "When it was made, as an RFC 3339 time or in milliseconds since the epoch; now when absent",
  }),
  inputs: z
    .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .meta({ description: "By column, or in the order of the model's signature" }),
  outputs: z.unknown().meta({ description: "What was answered: a value, or values by column" }),
  revision: number.optional().meta({ description: "The one with the most traffic when absent" }),
  version: number.optional().meta({ description: "Of the model, in place of the revision" }),
  key: storableText.min(1).max(MAX_KEY_LENGTH).optional().meta({
    description: "Business key that the truth is posted by; the id when that is no UUID",
  }),
});
export type PostedPrediction = z.output<typeof postedPrediction>;
