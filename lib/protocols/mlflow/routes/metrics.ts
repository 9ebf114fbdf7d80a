import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Page } from "@/lib/experiments/dto";
import { logBatch, logMetric } from "@/lib/runs/commands/log-batch";
import type { MetricDto } from "@/lib/runs/dto/runs";
import { readMetricHistory } from "@/lib/runs/queries/metric-history";
import type { MetricInput } from "@/lib/runs/schema";
import { toWireMetric } from "../entities";
import { serve } from "../rpc";
import { double, int64, some, tag, text } from "../wire";
import { checkPositive } from "./experiments";

const metric = z.object({
  key: text,
  value: double,
  timestamp: int64,
  step: int64.default(0),
  model_id: z.string().optional(),
  dataset_name: z.string().optional(),
  dataset_digest: z.string().optional(),
});

function toMetricInput(wire: z.output<typeof metric>): MetricInput {
  const { key, value, timestamp, step } = wire;
  return {
    key,
    value,
    timestamp,
    step,
    modelUuid: wire.model_id,
    datasetName: wire.dataset_name,
    datasetDigest: wire.dataset_digest,
  };
}

type Pages = AsyncGenerator<Page<MetricDto>>;

async function firstOf(pages: Pages): Promise<Page<MetricDto>> {
  const first = await pages.next();
  return first.done === true ? { items: [] } : first.value;
}

const members = (items: readonly MetricDto[]) =>
  JSON.stringify(items.map(toWireMetric)).slice(1, -1);

/** A long history as JSON, page by page, so that it is never whole in memory. */
async function* historyText(first: readonly MetricDto[], rest: Pages): AsyncGenerator<string> {
  yield `{"metrics":[${members(first)}`;
  let token: string | undefined;
  for await (const { items, nextPageToken } of rest) {
    token = nextPageToken;
    if (items.length > 0) yield `,${members(items)}`;
  }
  yield token === undefined ? "]}" : `],"next_page_token":${JSON.stringify(token)}}`;
}

export function metricRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/runs/log-metric",
    access: "run:write",
    input: z.object({ run_id: text, ...metric.shape }),
    run: async (actor, input) => {
      await logMetric(actor, { runUuid: input.run_id, ...toMetricInput(input) });
      return {};
    },
  });
  serve(app, {
    method: "POST",
    path: "/runs/log-batch",
    access: "run:write",
    input: z.object({
      run_id: text,
      metrics: z.array(metric).default([]),
      params: z.array(tag).default([]),
      tags: z.array(tag).default([]),
    }),
    run: async (actor, { run_id, metrics, params, tags }) => {
      await logBatch(actor, {
        runUuid: run_id,
        metrics: metrics.map(toMetricInput),
        params,
        tags,
      });
      return {};
    },
  });
  serve(app, {
    method: "GET",
    path: "/metrics/get-history",
    access: "run:read",
    input: z.object({
      run_id: text,
      metric_key: text,
      max_results: int64.optional(),
      page_token: z.string().optional(),
    }),
    run: async (actor, { run_id, metric_key, max_results, page_token }) => {
      if (max_results !== undefined) checkPositive(max_results);
      const pages = readMetricHistory(actor, {
        runUuid: run_id,
        key: metric_key,
        // Absent means everything.
        limit: max_results,
        pageToken: page_token,
      });
      const { items, nextPageToken } = await firstOf(pages);
      if (nextPageToken === undefined || items.length === max_results)
        return { metrics: some(items.map(toWireMetric)), next_page_token: nextPageToken };
      return Readable.from(historyText(items, pages), { objectMode: false });
    },
  });
}
