import { z } from "zod";
import { storableText } from "@/lib/core/text";
import { deploymentInput } from "@/lib/deployments/schema/deployments";

export const SIDES = ["request", "response"] as const;
export type Side = (typeof SIDES)[number];

/** What KServe's payload logger sends, whatever the encoding of the event. */
export const payloadEventInput = deploymentInput.extend({
  id: storableText.min(1, "The event has no id.").max(200),
  type: z
    .enum(["org.kubeflow.serving.inference.request", "org.kubeflow.serving.inference.response"])
    .transform((type): Side => (type.endsWith("request") ? "request" : "response")),
  time: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional(),
  data: z.record(z.string(), z.unknown(), "The event carries no JSON object."),
});
export type PayloadEventInput = z.output<typeof payloadEventInput>;

/** One half of a prediction, read. */
export const predictionHalf = z.object({
  revision: z.number(),
  modelVersionId: z.number().nullable(),
  rows: z.array(z.unknown()),
});
export type PredictionHalf = z.output<typeof predictionHalf>;

/** Tensors of the second protocol with their data in JSON. */
const payloadTensor = z.object({
  name: z.string(),
  shape: z.array(z.number().int().min(0)).min(1),
  data: z.array(z.unknown()),
});
export type PayloadTensor = z.output<typeof payloadTensor>;
export const payloadTensors = z.array(payloadTensor).min(1);
