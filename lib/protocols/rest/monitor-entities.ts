import { z } from "zod";
import type { DistributionDto, MonitorDto, WindowDto } from "@/lib/monitors/dto/monitors";
import { alerts } from "@/lib/monitors/schema/alerts";
import { columnFindings, monitorDefinition, WINDOW_VERDICTS } from "@/lib/monitors/schema/monitors";
import { qualityFindings } from "@/lib/monitors/schema/quality";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
/** What is watched, or what an incident is of. */
export const subjectShape = {
  deployment: z.string().nullable(),
  dataset: z
    .object({ id: z.int(), name: z.string() })
    .nullable()
    .meta({ description: "There where it is no deployment" }),
};
export const datasetVersion = z.int().nullable().meta({
  description: "The version of the dataset that the window is, where a dataset is watched",
});
const counts = z.record(z.string(), z.number());

const window = z
  .object({
    opensAt: millis,
    closesAt: millis,
    datasetVersion,
    version: z.int().meta({ description: "The definition it was judged by" }),
    rows: z.number(),
    verdict: z.enum(WINDOW_VERDICTS),
    share: z.number().meta({
      description:
        "Of the importance of the columns that could be judged, that of those which drifted",
    }),
    findings: columnFindings,
    extra: counts.meta({
      description: "Columns that nobody watches or leaves out, with the rows they came in",
    }),
    quality: qualityFindings.meta({
      description: "What is wrong with the data, whether or not they drifted",
    }),
    evaluatedAt: millis,
    reevaluatedAt: millis.nullable().meta({
      description:
        "When it was judged again after it had closed: rows came late, or it was counted anew",
    }),
  })
  .meta({ id: "MonitorWindow" });
export const monitorWindowEntity: z.ZodType<WindowDto> = window;

export const monitorEntity: z.ZodType<MonitorDto> = z
  .object({
    id: z.int(),
    name: z.string(),
    ...subjectShape,
    version: z.int(),
    isPaused: z.boolean(),
    alerts,
    silencedUntil: millis.nullable().meta({ description: "Nothing is told until then" }),
    reference: z.object({ datasetId: z.int(), dataset: z.string(), version: z.int() }),
    definition: monitorDefinition,
    createdBy: z.string(),
    createdAt: millis,
    last: window.nullable().meta({ description: "The newest window that something came in" }),
  })
  .meta({ id: "Monitor" });

export const distributionEntity: z.ZodType<DistributionDto> = z
  .object({
    column: z.string(),
    kind: z.enum(["number", "category"]),
    opensAt: millis,
    closesAt: millis,
    datasetVersion,
    bins: z.array(z.object({ label: z.string(), reference: z.number(), current: z.number() })),
    others: counts.meta({
      description: "The most frequent values that the reference has no name for",
    }),
  })
  .meta({ id: "ColumnDistribution" });
