import { z } from "zod";

/** Methods that counts of a window in frozen bins allow. */
export const MONITOR_METHODS = [
  "jensen_shannon",
  "jensen_shannon_2",
  "jensen_shannon_divergence",
  "psi",
  "hellinger",
  "kl",
  "l_infinity",
  "l_infinity_robust",
  "total_variation",
  "ks",
  "wasserstein",
  "wasserstein_sigma",
  "t_test",
  "z_test",
  "chi2_goodness",
  "chi2",
  "g_test",
] as const;
export type MonitorMethod = (typeof MONITOR_METHODS)[number];
export const monitorMethod = z.enum(MONITOR_METHODS);

/** Methods and thresholds of a whole monitor, by the columns' types and the reference's rows. */
export const MONITOR_PRESETS = ["slipway", "evidently", "nannyml"] as const;
export type MonitorPreset = (typeof MONITOR_PRESETS)[number];

const MAX_LEARNED = 200;

const windows = z.number().int().min(2).max(1_000_000).meta({
  description: "One false alarm in so many windows, all columns together",
});
const rate = z.number().gt(0).max(0.5).meta({
  description:
    "A p-value from which a column has drifted, after Benjamini and Hochberg across the columns of a window",
});

/** From where on a column has drifted, as somebody wishes it. */
export const limitInput = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("constant"), value: z.number().gt(0).max(1_000_000_000) }).meta({
    description: "From this distance on, if it is more than chance",
  }),
  z.object({ kind: z.literal("p_value"), rate }),
  z.object({ kind: z.literal("false_alarms"), windows }),
  z
    .object({
      kind: z.literal("learned"),
      from: z.enum(["reference", "windows"]),
      size: z.number().int().min(2).max(100_000_000).optional().meta({
        description:
          "Rows a chunk of the reference; without it as many as the newest windows held, else a tenth",
      }),
      windows: z.array(z.int().min(0).max(8.64e15)).max(MAX_LEARNED).optional().meta({
        description: "When the windows began that are known to be good",
      }),
    })
    .meta({
      description:
        "Mean and three standard deviations of the distances of the reference's own chunks, or of windows that are known to be good",
    }),
]);
export type LimitInput = z.output<typeof limitInput>;

/** The same as it is kept: where the number beside it came from. */
export const limit = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("constant") }),
  z.object({ kind: z.literal("p_value") }),
  z.object({ kind: z.literal("false_alarms"), windows: z.number() }),
  z.object({
    kind: z.literal("learned"),
    from: z.enum(["reference", "windows"]),
    /** Chunks or windows it was learned from. */
    count: z.number(),
    mean: z.number(),
    deviation: z.number(),
    /** Rows a chunk. */
    size: z.number().nullable().default(null),
    /** When the windows began. */
    windows: z.array(z.number()).default([]),
  }),
]);
export type Limit = z.output<typeof limit>;
