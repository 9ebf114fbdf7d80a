import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { alerts } from "./alerts";
import { limit, limitInput, MONITOR_PRESETS, monitorMethod } from "./methods";
import { NO_QUALITY, quality, qualityInput } from "./quality";

export const WINDOWS = ["hour", "day", "week"] as const;
/** Beside windows of time, so many rows in the order they come, and each version of a dataset. */
export const WINDOW_KINDS = [...WINDOWS, "rows", "version"] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];
export const LEAST_WINDOW_ROWS = 100;

const MAX_COLUMNS = 500;
const name = storableText.trim().min(1, "Name the monitor.").max(100);
const columnName = storableText.min(1).max(500);
const threshold = z.number().gt(0).max(1_000_000_000);
const importance = z.number().min(0).max(1_000);

/** How numbers of the reference are cut into bins. */
export const BINNINGS = ["equal_width", "deciles", "sturges", "doane"] as const;
export type Binning = (typeof BINNINGS)[number];
const bins = z.enum(BINNINGS);
export const COLUMN_KINDS = ["number", "category"] as const;
export const SMALL_WINDOWS = ["wait", "robust"] as const;

const thresholdInput = threshold.optional().meta({
  description: "A distance, or of tests a p-value; `limit` says more",
});

/** What may be said of a column; what is not said is as for all others. */
const columnInput = z.object({
  name: columnName,
  kind: z.enum(COLUMN_KINDS).optional().meta({
    description: "Numbers may be watched as categories, as codes are",
  }),
  bins: bins.optional(),
  method: monitorMethod.optional(),
  threshold: thresholdInput,
  limit: limitInput.optional(),
  importance: importance.optional(),
  isWatched: z.boolean().optional().meta({ description: "False leaves it out, true takes it in" }),
});

const settings = {
  window: z
    .union([
      z.enum(WINDOWS),
      z.object({ rows: z.number().int().min(LEAST_WINDOW_ROWS).max(10_000_000) }),
    ])
    .default("day")
    .meta({ description: "Of time, or so many rows in the order they come" }),
  preset: z.enum(MONITOR_PRESETS).optional().meta({
    description: "Methods and thresholds by the columns' types and the reference's rows",
  }),
  method: monitorMethod.optional().meta({
    description: "For every column whose kind it is for; in place of the preset's",
  }),
  threshold: thresholdInput,
  limit: limitInput.optional().meta({ description: "In place of the threshold" }),
  bins: bins.default("equal_width"),
  share: z.number().gt(0).max(1).default(0.5).meta({
    description:
      "The share of drifted columns, by their importance, from which a window has drifted",
  }),
  minRows: z.number().int().min(1).max(1_000_000_000).default(100).meta({
    description: "A window with fewer rows says nothing, unless `smallWindows` says otherwise",
  }),
  smallWindows: z.enum(SMALL_WINDOWS).default("wait").meta({
    description:
      "`robust` judges them by the greatest difference of a share, less what chance explains",
  }),
  columns: z.array(columnInput).max(MAX_COLUMNS).default([]),
  importances: z.enum(["run", "columns"]).optional().meta({
    description:
      "Where importances come from that no column says: the run of the served version (feature_importance_*.json among its artifacts), refused when it logged none, or nowhere, so that each is 1. A new monitor takes the run's unless somebody says otherwise",
  }),
  quality: qualityInput.prefault({}).meta({ description: "What the data's quality is held to" }),
};

export const referenceInput = z
  .object({
    datasetId: z.number().int().min(1),
    version: z.number().int().min(1).max(2_147_483_647),
  })
  .optional()
  .meta({
    description:
      "A dataset version that was read here; without it the data that the served version was evaluated or trained on",
  });

export const createMonitorInput = deploymentInput.extend({
  name: name.optional(),
  reference: referenceInput,
  ...settings,
});
/** What a definition is made of, beside its reference. */
export const definitionSettings = z.object(settings);
export type DefinitionSettings = z.output<typeof definitionSettings>;
export type WindowSetting = DefinitionSettings["window"];
export type CreateMonitorInput = z.output<typeof createMonitorInput>;

/** One press makes a monitor of this: each later version of the dataset beside one of them. */
export const watchDatasetInput = z.object({
  datasetId: z.coerce.number().int().min(1),
  name: name.optional(),
  version: z.number().int().min(1).max(2_147_483_647).optional().meta({
    description: "The reference; the first version whose file was read here when absent",
  }),
  ...definitionSettings.pick({ method: true, threshold: true, share: true, minRows: true }).shape,
  columns: z
    .array(columnInput.omit({ bins: true, kind: true, limit: true }))
    .max(MAX_COLUMNS)
    .default([]),
});
export type WatchDatasetInput = z.output<typeof watchDatasetInput>;

export const monitorInput = z.object({ monitor: z.coerce.number().int().min(1) });
export type MonitorInput = z.output<typeof monitorInput>;

export const reviseMonitorInput = z
  .object({
    name: name.optional(),
    isPaused: z.boolean().optional(),
    alerts: alerts.optional().meta({ description: "What is told of, in place of what was" }),
    silencedUntil: z.int().min(0).max(8.64e15).nullable().optional().meta({
      description: "Nothing is told until then, in milliseconds since the epoch; null ends it",
    }),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    message:
      "Say what changes: the name, the alerts, until when it is silent, or whether it is paused.",
  });
export type ReviseMonitorInput = MonitorInput & z.output<typeof reviseMonitorInput>;

export const listMonitorsInput = pageInput.extend({
  deployment: deploymentInput.shape.deployment.optional(),
  dataset: z.coerce.number().int().min(1).optional(),
});
export type ListMonitorsInput = z.output<typeof listMonitorsInput>;

export const listWindowsInput = monitorInput.extend(pageInput.shape);
export type ListWindowsInput = z.output<typeof listWindowsInput>;

export const readDistributionInput = monitorInput.extend({
  opensAt: z.coerce.number().int().min(0).max(8.64e15).meta({
    description: "When the window begins, in milliseconds since the epoch",
  }),
  column: columnName,
});
export type ReadDistributionInput = z.output<typeof readDistributionInput>;

/** Columns of a map that are drawn at once. */
export const MAP_COLUMNS = 25;

export const readMonitorPageInput = monitorInput.extend({
  /** When the chosen window begins. */
  window: readDistributionInput.shape.opensAt.optional(),
  column: columnName.optional(),
  columns: z
    .number()
    .int()
    .min(1)
    .max(MAX_COLUMNS + 1)
    .default(MAP_COLUMNS),
  after: pageInput.shape.pageToken,
});
export type ReadMonitorPageInput = z.output<typeof readMonitorPageInput>;

/** What a monitor would be: with the reference that is named, or with what is found. */
export const proposeMonitorInput = deploymentInput.extend({
  datasetId: z.coerce.number().int().min(1).optional(),
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
});
export type ProposeMonitorInput = z.output<typeof proposeMonitorInput>;

export const listReferencesInput = z.object({ search: storableText.max(200).default("") });
export type ListReferencesInput = z.output<typeof listReferencesInput>;

/** The file of a run that importances were read from. */
const importanceSource = z.object({ run: z.string(), runName: z.string(), file: z.string() });
export type ImportanceSource = z.output<typeof importanceSource>;

/** Everything a verdict depends on, beside the reference and its bins. */
export const monitorDefinition = z.object({
  window: z.enum(WINDOW_KINDS),
  /** Of a window, where windows are of rows. */
  rows: z.number().optional(),
  share: z.number(),
  minRows: z.number(),
  smallWindows: z.enum(SMALL_WINDOWS).default("wait"),
  columns: z.array(
    z.object({
      name: z.string(),
      method: monitorMethod,
      /** A distance, a p-value or, where it hangs on the window, 0. */
      threshold: z.number(),
      limit: limit.default({ kind: "constant" }),
      bins: bins.default("equal_width"),
      importance,
    }),
  ),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** Null where importances are what somebody says, or 1. */
  importanceSource: importanceSource.nullable().default(null),
  /** The column of the reference that answers are laid beside, when there is one. */
  target: z.string().nullable(),
  quality: quality.default(NO_QUALITY),
});
export type MonitorDefinition = z.output<typeof monitorDefinition>;

export const COLUMN_VERDICTS = [
  "stable",
  "drifted",
  "missing",
  "mistyped",
  "no_values",
  "too_few",
] as const;
export type ColumnVerdict = (typeof COLUMN_VERDICTS)[number];
export const WINDOW_VERDICTS = ["stable", "drifted", "too_few"] as const;
export type WindowVerdict = (typeof WINDOW_VERDICTS)[number];

export const columnFinding = z.object({
  name: z.string(),
  source: z.enum(["input", "answer"]),
  kind: z.enum(["number", "category"]),
  verdict: z.enum(COLUMN_VERDICTS),
  method: monitorMethod,
  /** In this window. */
  threshold: z.number(),
  /** Which of both is laid beside the threshold. */
  judgedBy: z.enum(["score", "p_value"]).default("score"),
  /** Null when it could not be judged. */
  score: z.number().nullable(),
  /** Null where the method has none. */
  pValue: z.number().nullable().default(null),
  /** By how much the score may be wrong because only bins are known; null where it is exact in them. */
  bound: z.number().nullable().default(null),
  /** Two samples of the same values are this far apart by chance once in a thousand windows. */
  chance: z.number().nullable(),
  rows: z.number(),
  values: z.number(),
  nulls: z.number(),
  absent: z.number(),
  mistyped: z.number(),
  nans: z.number(),
  infinities: z.number(),
  /** Values beyond the reference's: outside of its range, or of no category that it has by name. */
  unseen: z.number(),
  mean: z.number().nullable(),
});
export type ColumnFinding = z.output<typeof columnFinding>;
export const columnFindings = z.array(columnFinding);
