import { z } from "zod";
import { columnInput } from "./columns";

const MAX_METHODS = 100;

const MAX_COLUMNS = 1_000;
const MAX_NAME = 1_000;

const PRESETS = ["evidently", "nannyml", "slipway"] as const;
export type Preset = (typeof PRESETS)[number];

const INCOMPLETE = ["keep", "append", "drop"] as const;
export type Incomplete = (typeof INCOMPLETE)[number];

const kind = z.enum(["numeric", "categorical"]);
const chunkSize = z.int().min(1).max(1_000_000_000).meta({ description: "Rows a chunk" });

export const compareInput = z.object({
  kind,
  reference: columnInput,
  current: columnInput,
  methods: z
    .array(z.object({ method: z.string().max(100), preset: z.string().max(100).optional() }))
    .min(1)
    .max(MAX_METHODS)
    .optional()
    .meta({
      description: "All methods of the kind when absent; all presets of one without a preset",
    }),
});

export const datasetInput = z.object({
  preset: z.enum(PRESETS),
  columns: z
    .array(
      z.object({
        name: z.string().min(1).max(MAX_NAME),
        kind,
        reference: columnInput,
        current: columnInput,
      }),
    )
    .min(1)
    .max(MAX_COLUMNS),
});

export const chunksInput = z.object({
  preset: z.enum(PRESETS),
  kind,
  reference: columnInput,
  analysis: columnInput,
  chunkSize,
  incomplete: z.enum(INCOMPLETE).default("keep").meta({
    description:
      "What becomes of rows that fill no chunk: one of their own, a part of the last, nothing",
  }),
});

const table = z.record(z.string().min(1).max(MAX_NAME), columnInput);

export const estimateInput = z.object({
  problem: z.enum(["binary", "multiclass", "regression"]),
  reference: table.meta({
    description:
      "`y_true`, `y_pred`, and `y_pred_proba` or a `y_pred_proba_CLASS` for each class; of a regression, what else is there is a feature",
  }),
  analysis: table.meta({ description: "The same columns; `y_true` where labels came already" }),
  chunkSize,
});

export type EstimateInput = z.output<typeof estimateInput>;
