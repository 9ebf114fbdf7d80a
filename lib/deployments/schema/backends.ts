import { z } from "zod";
import { storableText } from "@/lib/core/text";

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** What every backend is told. */
const common = {
  timeoutMs: count(1, 600_000)
    .default(10_000)
    .meta({ description: "A prediction that takes longer is given up" }),
  maxQueue: count(0, 100_000)
    .default(256)
    .meta({ description: "Requests that may wait; further ones are refused at once" }),
};
const memoryMiB = count(64, 16_777_216)
  .default(2_048)
  .meta({ description: "A process that takes more is restarted" });
const address = z
  .url({ protocol: /^https?$/, error: "Write an address that begins with http:// or https://." })
  .max(2_000);

const onnx = z.object({
  kind: z.literal("onnx"),
  ...common,
  instances: count(1, 16).default(1).meta({ description: "Sessions of the model in a process" }),
  maxBatch: count(1, 4_096)
    .default(64)
    .meta({ description: "Rows that one run of the model takes" }),
  maxBatchDelayMs: count(0, 1_000)
    .default(0)
    .meta({ description: "How long a request waits for others to run with" }),
});

const childProcess = z.object({
  kind: z.literal("process"),
  ...common,
  replicas: count(1, 16).default(1),
  memoryMiB,
  command: z.array(storableText.max(4_096)).max(256).default([]).meta({
    description: "What speaks /invocations on $PORT; empty for MLflow's own scoring server",
  }),
  startSeconds: count(1, 3_600).default(120).meta({ description: "Until it answers /ping" }),
});

export const EXTERNAL_PROTOCOLS = ["open-inference", "kserve-v1", "mlflow"] as const;
const external = z.object({
  kind: z.literal("external"),
  ...common,
  url: address,
  protocol: z.enum(EXTERNAL_PROTOCOLS).default("mlflow"),
  model: storableText.max(200).default("").meta({ description: "What the model is called there" }),
});

const ray = z.object({
  kind: z.literal("ray"),
  ...common,
  url: address.meta({ description: "Ray's dashboard, http://…:8265" }),
  serveUrl: address.meta({ description: "Where Ray Serve answers, http://…:8000" }),
  replicas: count(1, 1_000).default(1),
  cpus: z.coerce
    .number()
    .min(0)
    .max(1_024)
    .default(1)
    .meta({ description: "Processors of a replica" }),
});

const elsewhere = z.object({
  kind: z.literal("elsewhere"),
  place: storableText.trim().max(500).default("").meta({ description: "Where, in words" }),
});

export const BACKEND_KINDS = ["onnx", "process", "external", "ray", "elsewhere"] as const;
export type BackendKind = (typeof BACKEND_KINDS)[number];

/** How a revision is served. */
export const servingBackend = z.discriminatedUnion("kind", [
  onnx,
  childProcess,
  external,
  ray,
  elsewhere,
]);
export type ServingBackend = z.output<typeof servingBackend>;
