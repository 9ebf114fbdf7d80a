import { z } from "zod";
import { windowSide } from "./comparisons";
import { readDistributionInput } from "./monitors";

const MAX_ROWS = 50;

export const SAMPLE_KINDS = ["outlying", "random"] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

export const sampleRowsInput = readDistributionInput.pick({ monitor: true, column: true }).extend({
  window: windowSide.meta({
    description: "As `hour:2026-11-30T10`, `day:2026-11-30`, `week:2026-11-23`",
  }),
  kind: z.enum(SAMPLE_KINDS).default("outlying").meta({
    description:
      "Rows in bins that hold at least twice the reference's share, the newest first; or any, in an order that the seed draws",
  }),
  seed: z.coerce.number().int().min(0).max(2_147_483_647).default(1),
  limit: z.coerce.number().int().min(1).max(MAX_ROWS).default(20),
  pageToken: z.string().max(2_000).optional(),
});
export type SampleRowsInput = z.output<typeof sampleRowsInput>;
