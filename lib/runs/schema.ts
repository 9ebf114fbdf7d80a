import { z } from "zod";

/** A point of a metric. Times are milliseconds since the epoch; the value may be NaN or infinite. */
export interface MetricInput {
  key: string;
  value: number;
  timestamp: number;
  step: number;
  modelUuid?: string | undefined;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
}

export interface TagInput {
  key: string;
  value: string;
}

export interface CreateRunInput {
  experimentId: number;
  /** Empty when the tag of the name says it, or nobody. */
  name: string;
  userId: string;
  startTime: number;
  tags: readonly TagInput[];
}

export interface UpdateRunInput {
  runUuid: string;
  status?: number | undefined;
  endTime?: number | undefined;
  name?: string | undefined;
}

export interface LogBatchInput {
  runUuid: string;
  metrics: readonly MetricInput[];
  params: readonly TagInput[];
  tags: readonly TagInput[];
}

const columnKey = z.string().max(250);

export const aggregates = ["last", "min", "max"] as const;
/** Which value of a metric's history is meant. */
export type Aggregate = (typeof aggregates)[number];

/** A column of the runs table, other than those every row has. */
export const columnRefInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("metric"), key: columnKey, aggregate: z.enum(aggregates) }),
  z.object({ kind: z.literal("param"), key: columnKey }),
  z.object({ kind: z.literal("tag"), key: columnKey }),
]);
export type ColumnRef = z.output<typeof columnRefInput>;

/** What every row has and the table can be ordered by. */
export const runFields = [
  "run_name",
  "run_id",
  "status",
  "start_time",
  "end_time",
  "duration",
  "user_id",
] as const;
export type RunField = (typeof runFields)[number];

export const runOrderInput = z.object({
  column: z.union([
    columnRefInput,
    z.object({ kind: z.literal("attribute"), key: z.enum(runFields) }),
  ]),
  ascending: z.boolean(),
});
/** One column to order the runs table by. Missing values come last in both directions, NaN just before them. */
export type RunOrder = z.output<typeof runOrderInput>;

/** Which runs a table shows. */
export interface RunSelection {
  experimentIds: readonly number[];
  /** MLflow's filter grammar, with OR, NOT and parentheses. */
  filter?: string | undefined;
  view: "active" | "deleted" | "all";
  /** Only these runs. */
  runUuids?: readonly string[] | undefined;
  /** Only runs that this person's sessions and tokens created; an e-mail address. */
  createdBy?: string | undefined;
  /** Only the children of this run. */
  parentUuid?: string | undefined;
  /** Leaves out runs that stand below an active run of the same experiment. */
  isTopLevelOnly?: boolean | undefined;
}

export interface ListRunRowsInput extends RunSelection {
  orderBy: readonly RunOrder[];
  columns: readonly ColumnRef[];
  limit: number;
  pageToken?: string | undefined;
}

export interface ListRunOrderInput extends RunSelection {
  orderBy: readonly RunOrder[];
  limit: number;
  pageToken?: string | undefined;
}

export const chartAxes = ["step", "time", "relative"] as const;
export type ChartAxis = (typeof chartAxes)[number];

export interface MetricBucketsInput {
  runUuids: readonly string[];
  keys: readonly string[];
  x: ChartAxis;
  /** The stretch of x to show, in the unit of x; all of it when absent. */
  from?: number | undefined;
  to?: number | undefined;
  /** How many buckets a line may have; a line with no more points than that is sent as it is. */
  buckets: number;
}

const inWorkspace = z.object({ workspace: z.string().min(1).max(63) });
export const runUuid = z.string().regex(/^[0-9a-f]{32}$/, "A run id is 32 hexadecimal digits.");

export const runProofInput = z.object({ runUuid });
export type RunProofInput = z.infer<typeof runProofInput>;

/** Runs that a person acts on together. */
export const runUuidsInput = inWorkspace.extend({
  uuids: z.array(runUuid).min(1).max(1000, "Choose at most 1,000 runs at once."),
});

export const renameRunInput = inWorkspace.extend({
  runUuid,
  name: z
    .string()
    .trim()
    .min(1, "Give the run a name.")
    .max(500, "A name may have at most 500 characters."),
});

export const setRunTagInput = inWorkspace.extend({
  runUuid,
  key: z.string().trim().min(1, "Give the tag a name.").max(250),
  value: z.string().max(8000, "A tag may have at most 8,000 characters."),
});

/** A tag of a run as it shall be; null: not at all. */
const runTagChange = z.object({
  runUuid,
  key: setRunTagInput.shape.key,
  value: setRunTagInput.shape.value.nullable(),
});
export type RunTagChange = z.output<typeof runTagChange>;

export const editRunTagsInput = inWorkspace.extend({
  changes: z.array(runTagChange).min(1).max(500),
});

export const deleteRunTagInput = setRunTagInput.omit({ value: true });

export const setRunNoteInput = inWorkspace.extend({
  runUuid,
  note: z.string().max(8000, "Notes may have at most 8,000 characters."),
});

const viewId = z.uuid();

/** How a table is looked at, under a name. */
export const saveRunViewInput = inWorkspace.extend({
  /** Of a view that is there; absent for a new one. */
  id: viewId.optional(),
  experimentId: z.number().int().positive(),
  name: z
    .string()
    .trim()
    .min(1, "Give the view a name.")
    .max(100, "A name may have at most 100 characters."),
  /** The query of the table's address. */
  query: z.string().max(20_000, "This view says more than an address can hold."),
  isShared: z.boolean(),
});
export type SaveRunViewInput = Omit<z.output<typeof saveRunViewInput>, "workspace">;

export const setDefaultRunViewInput = inWorkspace.extend({ id: viewId, isDefault: z.boolean() });

export const deleteRunViewInput = inWorkspace.extend({ id: viewId });
