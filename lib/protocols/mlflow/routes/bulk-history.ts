import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import type { RunMetricDto } from "@/lib/runs/dto/metrics";
import {
  getMetricHistoryBulk,
  getMetricHistoryInterval,
  MAX_BULK_POINTS,
  MAX_INTERVAL_POINTS,
} from "@/lib/runs/queries/metric-history-bulk";
import { toWireMetric } from "../entities";
import { serve } from "../rpc";
import { int64, some, text } from "../wire";
import { checkPositive } from "./experiments";

function toWireRunMetric(metric: RunMetricDto) {
  return { ...toWireMetric(metric), run_id: metric.runUuid };
}

/** The two forms of a metric's history over several runs, which pages with charts ask for. */
export function bulkHistoryRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/metrics/get-history-bulk",
    ajaxOnly: true,
    access: "run:read",
    lists: ["run_id"],
    input: z.object({
      run_id: z.array(z.string()).optional(),
      metric_key: z.string().optional(),
      max_results: int64.default(MAX_BULK_POINTS),
    }),
    run: async (actor, { run_id: runUuids, metric_key: key, max_results }) => {
      if (!runUuids)
        throw new AppError(
          "INVALID",
          "GetMetricHistoryBulk request must specify at least one run_id.",
        );
      if (!key)
        throw new AppError("INVALID", "GetMetricHistoryBulk request must specify a metric_key.");
      checkPositive(max_results);
      const metrics = await getMetricHistoryBulk(actor, { runUuids, key, limit: max_results });
      return { metrics: metrics.map(toWireRunMetric) };
    },
  });
  serve(app, {
    method: "GET",
    path: "/metrics/get-history-bulk-interval",
    access: "run:read",
    lists: ["run_ids"],
    input: z.object({
      run_ids: z.array(z.string()),
      metric_key: text,
      start_step: int64.optional(),
      end_step: int64.optional(),
      max_results: int64.default(MAX_INTERVAL_POINTS),
    }),
    run: async (actor, input) => {
      const metrics = await getMetricHistoryInterval(actor, {
        runUuids: input.run_ids,
        key: input.metric_key,
        startStep: input.start_step,
        endStep: input.end_step,
        maxResults: input.max_results,
      });
      return { metrics: some(metrics.map(toWireRunMetric)) };
    },
  });
}
