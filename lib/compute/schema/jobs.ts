import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { holdsStorableText, storableText, UNSTORABLE } from "@/lib/core/text";
import { datasetWishes, keptDatasets } from "./inputs";
import { snapshotSource } from "./snapshots";

export const JOB_STATUSES = [
  "queued",
  "starting",
  "running",
  "succeeded",
  "failed",
  "cancelled",
  "lost",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const DEFAULT_BACKEND = "This machine";

export const MAX_COMMAND_BYTES = 64 * 1024;
const MAX_VARIABLES = 200;
export const MAX_VARIABLE_BYTES = 256 * 1024;
const DAY_SECONDS = 86_400;
export const DEFAULT_DISK_MIB = 10_240;

const bytesOf = (texts: readonly string[]): number =>
  new TextEncoder().encode(texts.join("")).length;

const command = z
  .array(storableText.max(MAX_COMMAND_BYTES))
  .min(1, "Say what to run.")
  .max(256, "A command has at most 256 parts.")
  .refine(([program = ""]) => program.trim() !== "", "Say what to run.")
  .refine(
    (parts) => bytesOf(parts) <= MAX_COMMAND_BYTES,
    "A command has at most 64 KiB. Put longer ones into a file.",
  );

/** What the job is told by Slipway, and must not be told by others. */
const RESERVED =
  /^(?:MLFLOW_(?:TRACKING_URI|TRACKING_TOKEN|RUN_ID|EXPERIMENT_ID)|SLIPWAY_(?:JOB|PARAM|DATASETS).*)$/;

const variableName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_]\w*$/, "Names of variables are letters, digits and underscores.")
  .refine((name) => !RESERVED.test(name), "This variable is set by Slipway itself.");

export const environmentInput = z
  .record(variableName, storableText.max(32_768, "A value has at most 32,768 characters."))
  .refine(
    (variables) => Object.keys(variables).length <= MAX_VARIABLES,
    `A job takes at most ${MAX_VARIABLES} variables.`,
  )
  .refine(
    (variables) => bytesOf(Object.entries(variables).flat()) <= MAX_VARIABLE_BYTES,
    "The variables have at most 256 KiB together. Put longer values into files.",
  );

const MAX_PARAMETERS = 100;

export const parameterName = z
  .string()
  .regex(/^[A-Za-z_]\w{0,99}$/, "Names of parameters are letters, digits and underscores.");

export const parameterValue = z.union([
  storableText.max(10_000, "A value has at most 10,000 characters."),
  z.number(),
  z.boolean(),
]);

export const parametersInput = z
  .record(parameterName, parameterValue)
  .refine(
    (values) => Object.keys(values).length <= MAX_PARAMETERS,
    `A job takes at most ${MAX_PARAMETERS} parameters.`,
  );

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const limitsInput = z.object({
  wallClockSeconds: count(1, 30 * DAY_SECONDS)
    .default(DAY_SECONDS)
    .meta({
      description: "A job that runs longer is stopped",
    }),
  memoryMiB: count(16, 16_777_216).nullable().default(null).meta({
    description: "Address space of each of its processes; null for no limit",
  }),
  cpuSeconds: count(1, 30 * DAY_SECONDS)
    .nullable()
    .default(null)
    .meta({
      description: "CPU time of each of its processes; null for no limit",
    }),
  diskMiB: count(1, 16_777_216).nullable().default(DEFAULT_DISK_MIB).meta({
    description: "What its working folder may take of this machine's disk; null for no limit",
  }),
});

const amount = z.coerce.number().min(0).max(1_000_000).nullable().default(null);

const resourcesInput = z.object({
  cpus: amount.meta({ description: "CPUs reserved for the command itself" }),
  gpus: amount.meta({ description: "GPUs reserved for the command itself" }),
  memoryMiB: count(1, 16_777_216).nullable().default(null).meta({
    description: "Memory reserved for the command itself",
  }),
  custom: z
    .record(storableText.min(1).max(100), z.coerce.number().min(0).max(1_000_000))
    .refine((names) => Object.keys(names).length <= 20, "At most 20 resources of your own.")
    .default({})
    .meta({ description: "Resources of the cluster's own, by name" }),
});

const MAX_RUNTIME_BYTES = 64 * 1024;

export const runtimeEnvironmentInput = z
  .record(z.string().max(100), z.unknown())
  .refine(
    (value) => !("env_vars" in value),
    "Leave out env_vars: the variables have a place of their own.",
  )
  .refine(
    (value) => bytesOf([JSON.stringify(value)]) <= MAX_RUNTIME_BYTES,
    "A runtime environment has at most 64 KiB.",
  )
  .refine(holdsStorableText, UNSTORABLE);

export const sourceInput = z.object({
  url: storableText
    .trim()
    .max(2_000)
    .regex(
      /^(?:https?:\/\/|ssh:\/\/|file:\/\/\/|[\w.-]+@[\w.-]+:)\S+$/,
      "Write the address of a git repository, such as https://github.com/team/churn.",
    )
    .refine(
      (text) => !/^https?:\/\/[^/]*@/.test(text),
      "Leave out user names and passwords: everybody in the workspace can read it.",
    ),
  ref: storableText
    .trim()
    .max(200)
    .regex(/^[A-Za-z0-9][\w./-]*$/, "Write a branch, a tag or a commit.")
    .default("HEAD")
    .meta({ description: "A branch, a tag or, best, a whole commit" }),
});

/** What is kept of a job's wishes, and read back from its row. */
export const jobSpec = z.object({
  command,
  environment: environmentInput.default({}),
  parameters: parametersInput.default({}).meta({
    description:
      "Stand where the command and the variables say {{ name }}, and in variables SLIPWAY_PARAM_name",
  }),
  limits: limitsInput.prefault({}),
  resources: resourcesInput.prefault({}),
  runtimeEnvironment: runtimeEnvironmentInput.default({}).meta({
    description: "Ray's runtime_env: pip, working_dir, image_uri and the like",
  }),
  source: z.union([sourceInput, snapshotSource]).nullable().default(null).meta({
    description:
      "A git repository, or an uploaded snapshot, that is put into the working folder before the command begins",
  }),
  datasets: keptDatasets,
});
export type JobSpec = z.output<typeof jobSpec>;

const text = z.string();

/** What an attempt was found to run on and with, as it is kept. */
export const jobFacts = z.object({
  /** What runs it, with its version. */
  backend: text,
  /** Null where the backend does not say. */
  machine: z
    .object({
      system: text,
      cpu: text,
      cores: z.int(),
      memoryBytes: z.number(),
      gpus: z.array(text),
    })
    .nullable(),
  interpreter: z.object({ path: text, version: text }).nullable(),
  locks: z.array(
    z.object({
      path: text,
      sha256: text,
      /** Null for one that is too long to keep. */
      text: text.nullable(),
      /** Whether it names one version of each package. */
      isPinned: z.boolean(),
    }),
  ),
});
export type JobFacts = z.output<typeof jobFacts>;

const jobNumber = z.coerce.number().int().min(1).max(2_000_000_000);

export const launchInput = jobSpec.extend({
  datasets: datasetWishes,
  name: storableText.trim().min(1, "Give the job a name.").max(200),
  backend: storableText
    .max(200)
    .default(DEFAULT_BACKEND)
    .meta({ description: "Name of a backend" }),
  experimentId: z.coerce.number().int().min(0).meta({
    description: "Where its run is logged; 0 for the default experiment of the workspace",
  }),
  priority: z.coerce.number().int().min(-100).max(100).default(0).meta({
    description: "Greater goes first",
  }),
  maxAttempts: count(1, 10).default(1).meta({
    description: "A job that fails or is lost is tried again until then",
  }),
  idempotencyKey: storableText.min(1).max(200).optional().meta({
    description: "The same key launches the same job once, however often it is sent",
  }),
  againOf: jobNumber.optional().meta({
    description: "The number of the job that this one repeats, with changes or without",
  }),
});
export type LaunchInput = z.output<typeof launchInput>;

export const jobInput = z.object({ number: jobNumber });
export type JobInput = z.output<typeof jobInput>;

export const listJobsInput = pageInput.extend({
  status: z.enum(JOB_STATUSES).optional(),
  runUuid: z
    .string()
    .max(64)
    .optional()
    .meta({ description: "Only the job that logs to this run" }),
  pipelineId: z.coerce
    .number()
    .int()
    .min(1)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .meta({ description: "Only those that were launched from this pipeline" }),
});
export type ListJobsInput = z.output<typeof listJobsInput>;

export const logInput = z.object({
  after: z.coerce.number().int().min(0).max(2_000_000_000).default(0).meta({
    description: "The `next` of the answer before; 0 for the beginning",
  }),
});
export const readLogInput = jobInput.extend(logInput.shape);
export type ReadLogInput = z.output<typeof readLogInput>;
