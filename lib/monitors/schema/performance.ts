import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { business } from "./business";
import { lossModel } from "./loss-model";
import { monitorInput } from "./monitors";

export const TASKS = ["binary", "multiclass", "regression"] as const;
export type Task = (typeof TASKS)[number];

export const METRICS = [
  "accuracy",
  "precision",
  "recall",
  "f1",
  "specificity",
  "roc_auc",
  "log_loss",
  "brier",
  "mae",
  "rmse",
  "mape",
  "r2",
] as const;
export type Metric = (typeof METRICS)[number];

const OF_CLASSES: readonly Metric[] = METRICS.slice(0, METRICS.indexOf("brier"));
/** What can be said of each task, the metric that it is judged by unless somebody says otherwise first. */
export const TASK_METRICS: Readonly<Record<Task, readonly Metric[]>> = {
  binary: [...OF_CLASSES, "brier"],
  multiclass: OF_CLASSES,
  regression: METRICS.slice(METRICS.indexOf("mae")),
};

export const MAX_CLASSES = 20;
const MAX_SLICES = 5;
const MAX_GROUPS = 20;
const columnName = storableText.min(1).max(500);
const className = storableText.max(200);
const figure = z.number().min(-1e12).max(1e12);

const limit = z.discriminatedUnion("kind", [
  z
    .object({ kind: z.literal("constant"), value: figure })
    .meta({ description: "A window misses it when it is worse than this" }),
  z.object({ kind: z.literal("learned") }).meta({
    description:
      "Three standard deviations from the mean of the baseline's chunks, on the worse side",
  }),
  z
    .object({ kind: z.literal("baseline"), tolerance: z.number().min(0).max(1) })
    .meta({ description: "Worse than the baseline's own value by more than this share of it" }),
]);

const settings = {
  metric: z.enum(METRICS).meta({ description: "What windows are judged by" }),
  goal: figure.nullable().meta({ description: "What it should be; drawn, and not judged" }),
  limit,
  delayHours: z.number().int().min(0).max(8_760).meta({
    description: "So long after its end a window waits for labels, unless enough of them are there",
  }),
  enoughShare: z.number().gt(0).max(1).meta({
    description: "The share of labelled rows from which a window waits no longer",
  }),
  minRows: z.number().int().min(1).max(1_000_000_000).meta({
    description: "A window with fewer labelled rows says nothing",
  }),
  cutoff: z.number().gt(0).lt(1).meta({
    description: "Where an answer is a chance, it is the positive class from here on",
  }),
};

/** Columns of the reference in which the model's own answers to its rows are. */
const answered = z.object({
  prediction: columnName,
  scores: z.array(columnName).max(MAX_CLASSES).meta({
    description:
      "The chance of the positive class; of several classes one each, in the order of the classes",
  }),
});

export const definePerformanceInput = z.object({
  task: z.enum(TASKS).optional().meta({ description: "Found by the target when it is not said" }),
  classes: z.array(className).max(MAX_CLASSES).optional(),
  positive: className.optional().meta({ description: "The positive class of two" }),
  metric: settings.metric.optional(),
  goal: settings.goal.optional(),
  limit: limit.optional(),
  delayHours: settings.delayHours.optional(),
  enoughShare: settings.enoughShare.optional(),
  minRows: settings.minRows.optional(),
  cutoff: settings.cutoff.optional(),
  target: columnName.optional().meta({ description: "The reference's column with the truth" }),
  slices: z.array(columnName).max(MAX_SLICES).optional().meta({
    description: "Watched columns by whose values the figures are told apart",
  }),
  answered: answered.nullable().optional().meta({
    description:
      "Columns of the reference with the model's answers; without them the baseline is learned from the first labelled windows",
  }),
  business: business.nullable().optional(),
});
export type DefinePerformanceInput = z.output<typeof definePerformanceInput>;

const slice = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("category"),
    column: columnName,
    values: z.array(z.string()).max(MAX_GROUPS),
  }),
  z.object({
    kind: z.literal("number"),
    column: columnName,
    /** Between groups; a value that is one belongs to the upper group. */
    edges: z.array(z.number()).max(MAX_GROUPS),
  }),
]);
export type Slice = z.output<typeof slice>;

/** Everything that the figures depend on, beside the baseline. */
export const performanceDefinition = z.object({
  task: z.enum(TASKS),
  /** Of two the negative one first, under which everything falls that is not the positive one. */
  classes: z.array(z.string()).max(MAX_CLASSES),
  target: z.string().nullable(),
  slices: z.array(slice).max(MAX_SLICES),
  answered: answered.nullable(),
  business: business.nullable().default(null),
  ...settings,
});
export type PerformanceDefinition = z.output<typeof performanceDefinition>;

const bounds = z.object({ lower: z.number().nullable(), upper: z.number().nullable() });
const line = z.object({ xs: z.array(z.number()), ys: z.array(z.number()) });
const component = z.object({ deviation: z.number(), share: z.number() });

/** What is usual, learned once and frozen with the definition. */
export const baseline = z.object({
  from: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("reference") }),
    z.object({ kind: z.literal("windows"), opensAt: z.number(), closesAt: z.number() }),
  ]),
  rows: z.number(),
  values: z.partialRecord(z.enum(METRICS), z.number()),
  /** Three standard deviations around the mean of its chunks. */
  usual: z.partialRecord(z.enum(METRICS), bounds),
  /** How scores become chances, a class each; null where they are left as they are, no list without scores. */
  calibrations: z.array(line.nullable()).nullable(),
  /** Of numbers, which losses rows are expected to have; null where that is not known. */
  losses: lossModel.nullable().default(null),
  /** From which it follows how far samples scatter a metric, a class each. */
  sampling: z.partialRecord(z.enum(METRICS), z.array(component)),
});
export type Baseline = z.output<typeof baseline>;

export const PERFORMANCE_VERDICTS = [
  "met",
  "missed",
  "measured",
  "waiting",
  "unlabelled",
  "too_few",
] as const;
export type PerformanceVerdict = (typeof PERFORMANCE_VERDICTS)[number];

const measure = z.object({
  value: z.number(),
  /** Of 95 %; null where none is known. */
  lower: z.number().nullable(),
  upper: z.number().nullable(),
});
export type Measure = z.output<typeof measure>;
export const measures = z.partialRecord(z.enum(METRICS), measure);
export type Measures = z.output<typeof measures>;

/** What is to be expected without labels, with the error that sampling brings, three times of which are drawn. */
const estimate = z.object({ value: z.number(), samplingError: z.number().nullable() });
export const estimates = z.partialRecord(z.enum(METRICS), estimate);
export type Estimates = z.output<typeof estimates>;

export const listPerformanceInput = monitorInput.extend(pageInput.shape);
export type ListPerformanceInput = z.output<typeof listPerformanceInput>;

export const readPerformancePageInput = monitorInput.extend({
  /** When the chosen window begins. */
  window: z.number().int().min(0).max(8.64e15).optional(),
  after: pageInput.shape.pageToken,
});
export type ReadPerformancePageInput = z.output<typeof readPerformancePageInput>;

export const readPerformanceWindowInput = monitorInput.extend({
  opensAt: z.coerce.number().int().min(0).max(8.64e15).meta({
    description: "When the window begins, in milliseconds since the epoch",
  }),
});
export type ReadPerformanceWindowInput = z.output<typeof readPerformanceWindowInput>;
