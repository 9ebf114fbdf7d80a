import { z } from "zod";
import type { CausesDto } from "@/lib/incidents/dto/causes";
import { CHANGE_KINDS } from "@/lib/incidents/dto/changes";
import { COLUMN_VERDICTS } from "@/lib/monitors/schema/monitors";
import { METRICS } from "@/lib/monitors/schema/performance";

const millis = z.number().meta({ description: "Milliseconds since the epoch" });

export const changesEntity = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(CHANGE_KINDS),
        at: millis,
        title: z.string(),
        detail: z.string(),
        page: z.string().nullable().meta({ description: "Path of its page" }),
      }),
    ),
    from: millis,
    until: millis,
    isCutOff: z.boolean(),
  })
  .meta({ id: "IncidentChanges" });

export const causesEntity: z.ZodType<CausesDto> = z
  .object({
    basis: z.enum(["performance", "drift"]).meta({
      description:
        "How each column's drift goes with the change of performance, or how far and how important drift is",
    }),
    monitor: z.object({ id: z.int(), name: z.string() }).nullable(),
    metric: z.enum(METRICS).nullable(),
    usual: z.number().nullable(),
    isEstimated: z.boolean(),
    causes: z.array(
      z.object({
        column: z.string(),
        correlation: z.number().nullable().meta({ description: "Pearson's, over windows" }),
        windows: z.int(),
        score: z.number().nullable().meta({ description: "The greatest since the incident" }),
        excess: z
          .number()
          .nullable()
          .meta({ description: "The same as a multiple of its threshold" }),
        importance: z.number(),
        verdict: z.enum(COLUMN_VERDICTS),
        since: millis.nullable(),
      }),
    ),
  })
  .meta({ id: "IncidentCauses" });
