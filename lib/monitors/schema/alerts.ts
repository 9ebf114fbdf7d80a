import { z } from "zod";
import { storableText } from "@/lib/core/text";

/** From least to worst. */
export const SEVERITIES = ["info", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a window with too few rows, or with none at all, is to an alert. */
export const NO_DATA = ["keep", "ignore", "alert"] as const;
export type NoData = (typeof NO_DATA)[number];

/** What an alert of the performance goes by. */
export const BASES = ["labels", "estimates", "business"] as const;
export type Basis = (typeof BASES)[number];

const common = {
  severity: z.enum(SEVERITIES).default("warning"),
  windows: z.number().int().min(1).max(10).default(1).meta({
    description: "So many windows one after the other before it is told",
  }),
  noData: z.enum(NO_DATA).default("keep").meta({
    description:
      "A window with too few rows or none: keep looks past it, so that what was found before still holds; ignore takes it for one in which nothing is wrong; alert takes it for one in which something is",
  }),
};

const alert = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("drift"), ...common }).meta({ description: "A window has drifted" }),
  z
    .object({ kind: z.literal("column"), column: storableText.min(1).max(500), ...common })
    .meta({ description: "A column has drifted, is missing, of another type or without values" }),
  z
    .object({
      kind: z.literal("silence"),
      severity: common.severity,
      windows: common.windows,
      minutes: z.number().int().min(5).max(43_200).optional().meta({
        description: "In place of the windows, so many minutes since the newest row",
      }),
    })
    .meta({ description: "Nothing came, although something did before" }),
  z
    .object({
      kind: z.literal("performance"),
      severity: common.severity,
      windows: common.windows,
      basis: z.enum(BASES).default("labels").meta({
        description:
          "By labels alone, by estimates too where no labels are there yet, or by the metric of the business",
      }),
    })
    .meta({ description: "The metric that the performance is judged by is beyond its limit" }),
  z
    .object({ kind: z.literal("quality"), severity: common.severity, windows: common.windows })
    .meta({ description: "Data are not as they were, or the newest row is too old" }),
]);
export type Alert = z.output<typeof alert>;

export const ALERT_KINDS = [
  "drift",
  "column",
  "performance",
  "quality",
  "silence",
] as const satisfies Alert["kind"][];

/** What tells two alerts of a monitor apart. */
export const alertKey = (one: Alert): string =>
  one.kind === "column" ? `column ${one.column}` : one.kind;

export const alerts = z
  .array(alert)
  .max(50)
  .refine((all) => new Set(all.map(alertKey)).size === all.length, {
    message: "Each alert is given once.",
  });
