import { z } from "zod";
import type { MonitorComparisonDto } from "@/lib/monitors/dto/comparisons";
import type { ExactDto } from "@/lib/monitors/dto/exact";
import type { SamplePageDto } from "@/lib/monitors/dto/samples";
import { columnFinding, WINDOW_KINDS, WINDOW_VERDICTS } from "@/lib/monitors/schema/monitors";
import { datasetVersion, subjectShape } from "./monitor-entities";
import { methodResultsEntity } from "./statistics-entities";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
const orNone = z.number().nullable();

const figures = z.object({
  ...{ rows: z.number(), values: z.number(), nulls: z.number(), absent: z.number() },
  ...{ mistyped: z.number(), nans: z.number(), infinities: z.number(), unseen: z.number() },
  ...{ mean: orNone, deviation: orNone, least: orNone, greatest: orNone },
});

const side = z.object({
  name: z.string().meta({ description: "As it is asked for" }),
  side: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("reference") }),
    z.object({
      kind: z.literal("window"),
      window: z.enum(WINDOW_KINDS),
      ...{ opensAt: millis, closesAt: millis },
      datasetVersion: datasetVersion.optional(),
    }),
  ]),
  rows: z.number(),
});

const column = z.object({
  finding: columnFinding,
  distribution: z.object({
    column: z.string(),
    kind: z.enum(["number", "category"]),
    bins: z
      .array(z.object({ label: z.string(), reference: z.number(), current: z.number() }))
      .meta({ description: "The first side as the reference, the second one as current" }),
    others: z.record(z.string(), z.number()),
  }),
  edges: z
    .array(z.number())
    .nullable()
    .meta({ description: "Of the bins, where they are numbers" }),
  ...{ before: figures, after: figures },
  course: z
    .object({
      isOff: z.boolean(),
      ...{ since: millis, closesAt: millis, windows: z.int(), wasOtherwise: z.boolean() },
      datasetVersion,
    })
    .nullable()
    .meta({ description: "Since when it has been so, by the windows that the monitor judged" }),
});

export const monitorComparisonEntity: z.ZodType<MonitorComparisonDto> = z
  .object({
    monitor: z.object({
      ...{ id: z.int(), name: z.string(), ...subjectShape, window: z.enum(WINDOW_KINDS) },
      target: z.string().nullable(),
      reference: z.object({ datasetId: z.int(), dataset: z.string(), version: z.int() }),
    }),
    version: z.int().meta({ description: "The definition that both are laid out by" }),
    minRows: z.number(),
    limit: z.number().meta({
      description: "The share of the columns' importance from which a window has drifted",
    }),
    ...{ before: side, after: side },
    verdict: z.enum(WINDOW_VERDICTS),
    share: z.number(),
    tally: z.object({ drifted: z.int(), judged: z.int(), worst: z.string().nullable() }),
    findings: z.array(columnFinding).meta({ description: "The farthest column first" }),
    hidden: z.int().meta({ description: "Columns that are not among them" }),
    column: column.nullable(),
    choices: z.array(z.string()).meta({ description: "Windows that something came in" }),
  })
  .meta({ id: "MonitorComparison" });

export const exactEntity: z.ZodType<ExactDto> = z
  .object({
    ...methodResultsEntity.shape,
    shares: z
      .object({ x: z.array(z.number()), before: z.array(z.number()), after: z.array(z.number()) })
      .nullable()
      .meta({ description: "Of numbers: which share of each side’s values is not greater than x" }),
  })
  .meta({ id: "ExactComparison" });

export const samplePageEntity: z.ZodType<SamplePageDto> = z
  .object({
    items: z.array(
      z.object({
        predictionId: z.string(),
        ...{ at: millis, row: z.int(), revision: z.int() },
        value: z.string().nullable(),
        bin: z.string(),
        others: z.array(z.object({ name: z.string(), value: z.string() })),
      }),
    ),
    nextPageToken: z.string().exactOptional(),
    deployment: z.string(),
    bins: z.array(z.string()).meta({ description: "Bins that the rows fell into" }),
    looked: z.int().meta({ description: "Predictions that were looked through" }),
  })
  .meta({ id: "SampledRows" });
