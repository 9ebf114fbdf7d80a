import { z } from "zod";
import type { JobDto } from "@/lib/compute/dto/jobs";
import type { JobDraft } from "@/lib/compute/rules/run-provenance";
import { commandText, parseVariables, shellCommand } from "@/lib/compute/rules/variables";
import {
  DEFAULT_DISK_MIB,
  environmentInput,
  launchInput,
  runtimeEnvironmentInput,
  sourceInput,
} from "@/lib/compute/schema/jobs";
import { datasetFields, parameterFields, toParameterFields, toParameters } from "./job-inputs";

const whole = (message: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, message);
const wholeOrNone = whole("Write a whole number, or nothing for no limit.").or(z.literal(""));
const { name, command, maxAttempts, limits } = launchInput.shape;
const { url, ref } = sourceInput.shape;
const { wallClockSeconds, memoryMiB, cpuSeconds, diskMiB } = limits.unwrap().shape;

/** Says of a text field what the domain says of the value that it stands for. */
function checkedBy<Value>(schema: z.ZodType, toValue: (text: string) => Value) {
  return (text: string, context: z.RefinementCtx<string>) => {
    const found = schema.safeParse(toValue(text));
    if (!found.success)
      context.addIssue({ code: "custom", message: found.error.issues[0]?.message ?? "" });
  };
}

const orNull = (text: string) => (text === "" ? null : Number(text));
const amount = z
  .string()
  .trim()
  .regex(/^(?:\d{1,6}(?:\.\d{1,3})?)?$/, "Write a number, or nothing to reserve none.");

function parseRuntime(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fields = z.object({
  name,
  command: z
    .string()
    .superRefine(checkedBy(command, (text) => (text.trim() === "" ? [] : shellCommand(text)))),
  experimentId: z.string().min(1, "Choose an experiment."),
  variables: z.string().superRefine((text, context) => {
    const read = parseVariables(text);
    if ("wrongLine" in read)
      context.addIssue({ code: "custom", message: `“${read.wrongLine}” is not NAME=value.` });
    else {
      const found = environmentInput.safeParse(read.variables);
      const issue = found.error?.issues[0];
      if (issue)
        context.addIssue({
          code: "custom",
          message: `${issue.path.join(".")}: ${issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message}`,
        });
    }
  }),
  minutes: whole("Write a whole number of minutes.").superRefine(
    checkedBy(wallClockSeconds, (text) => Number(text) * 60),
  ),
  attempts: whole("Write a whole number.").superRefine(checkedBy(maxAttempts, Number)),
  memoryMiB: wholeOrNone.superRefine(checkedBy(memoryMiB, orNull)),
  cpuSeconds: wholeOrNone.superRefine(checkedBy(cpuSeconds, orNull)),
  diskMiB: wholeOrNone.superRefine(checkedBy(diskMiB, orNull)),
  backend: z.string(),
  sourceKind: z.enum(["git", "snapshot"]),
  /** Hash of an uploaded one; empty until there is one. */
  snapshot: z.string(),
  repository: z.string().superRefine((text, context) => {
    if (text.trim() !== "") checkedBy(url, String)(text, context);
  }),
  revision: z.string().superRefine((text, context) => {
    if (text.trim() !== "") checkedBy(ref, String)(text, context);
  }),
  parameters: parameterFields,
  datasets: datasetFields,
  cpus: amount,
  gpus: amount,
  runtime: z.string().superRefine((text, context) => {
    const found = runtimeEnvironmentInput.safeParse(parseRuntime(text));
    if (found.success) return;
    const message =
      found.error.issues[0]?.code === "custom"
        ? found.error.issues[0].message
        : 'This is no JSON object, such as {"pip": ["xgboost"]}.';
    context.addIssue({ code: "custom", message });
  }),
});

/** The dialog's fields, all of them text. */
export const jobForm = fields.refine(
  ({ sourceKind, snapshot }) => sourceKind === "git" || snapshot !== "",
  { path: ["snapshot"], message: "Choose an archive, and wait until it is there." },
);
export type JobFormValues = z.input<typeof jobForm>;

const EMPTY_JOB: JobFormValues = {
  name: "",
  command: "",
  experimentId: "",
  variables: "",
  minutes: "60",
  attempts: "1",
  memoryMiB: "",
  cpuSeconds: "",
  diskMiB: String(DEFAULT_DISK_MIB),
  backend: "",
  sourceKind: "git",
  snapshot: "",
  repository: "",
  revision: "",
  parameters: [],
  datasets: [],
  cpus: "",
  gpus: "",
  runtime: "",
};

const textOrNone = (value: number | null) => (value === null ? "" : String(value));

/** What the fields say of a job's code. */
function toSource(source: JobDto["source"]) {
  if (source !== null && "snapshot" in source)
    return {
      sourceKind: "snapshot" as const,
      snapshot: source.snapshot,
      repository: "",
      revision: "",
    };
  const { url: repository = "", ref: revision = "" } = source ?? {};
  return { sourceKind: "git" as const, snapshot: "", repository, revision };
}

function sourceOf({ sourceKind, snapshot, repository, revision }: z.output<typeof jobForm>) {
  if (sourceKind === "snapshot") return { snapshot };
  return repository.trim() === "" ? null : { url: repository, ref: revision.trim() || "HEAD" };
}

/** What is known of a run that no job made, and where that was logged. */
export interface RunDraft extends JobDraft {
  experiment: { id: number; name: string };
  /** What may be different this time, in sentences. */
  unpinned: readonly string[];
}

/** What the fields say at first: nothing yet, what a job was, or what is known of a run. */
export function toJobForm(
  base: JobDto | undefined,
  backend: string,
  draft?: RunDraft,
): JobFormValues {
  if (!base && draft) {
    const { experiment, unpinned: _, ...known } = draft;
    return { ...EMPTY_JOB, ...known, backend, experimentId: String(experiment.id) };
  }
  if (!base) return { ...EMPTY_JOB, backend };
  const { limits, resources, runtimeEnvironment } = base;
  const hasRuntime = Object.keys(runtimeEnvironment).length > 0;
  return {
    name: base.name,
    command: commandText(base.command),
    experimentId: String(base.experimentId),
    variables: Object.entries(base.environment)
      .map(([variable, value]) => `${variable}=${value}`)
      .join("\n"),
    minutes: String(Math.ceil(limits.wallClockSeconds / 60)),
    attempts: String(base.maxAttempts),
    memoryMiB: textOrNone(limits.memoryMiB),
    cpuSeconds: textOrNone(limits.cpuSeconds),
    diskMiB: textOrNone(limits.diskMiB),
    backend,
    ...toSource(base.source),
    parameters: toParameterFields(base.parameters),
    datasets: base.datasets.map(({ datasetId, name: called, version }) => ({
      dataset: String(datasetId),
      name: called,
      version: String(version),
    })),
    cpus: textOrNone(resources.cpus),
    gpus: textOrNone(resources.gpus),
    runtime: hasRuntime ? JSON.stringify(runtimeEnvironment, null, 2) : "",
  };
}

/** What only a cluster takes. */
function clusterWishes(values: z.output<typeof jobForm>, base: JobDto | undefined) {
  return {
    resources: {
      ...base?.resources,
      cpus: orNull(values.cpus),
      gpus: orNull(values.gpus),
    },
    // Checked by the form: an object.
    runtimeEnvironment: parseRuntime(values.runtime) as Record<string, unknown>,
  };
}

/** What the fields say, for the command; what they do not show stays as it was in the job that is repeated. */
export function toLaunch(
  values: z.output<typeof jobForm>,
  { base, isCluster }: { base: JobDto | undefined; isCluster: boolean },
) {
  const read = parseVariables(values.variables);
  const isSameCommand = base && commandText(base.command) === values.command;
  return {
    name: values.name,
    command: isSameCommand ? base.command : shellCommand(values.command),
    experimentId: Number(values.experimentId),
    environment: "variables" in read ? read.variables : {},
    parameters: toParameters(values.parameters),
    maxAttempts: Number(values.attempts),
    limits: {
      wallClockSeconds: Number(values.minutes) * 60,
      memoryMiB: orNull(values.memoryMiB),
      cpuSeconds: orNull(values.cpuSeconds),
      diskMiB: orNull(values.diskMiB),
    },
    backend: values.backend,
    datasets: values.datasets.map(({ dataset, version }) => ({
      dataset: Number(dataset),
      version: version === "" ? ("latest" as const) : Number(version),
    })),
    source: sourceOf(values),
    ...(base ? { priority: base.priority, againOf: base.number } : {}),
    ...(isCluster ? clusterWishes(values, base) : {}),
  };
}
