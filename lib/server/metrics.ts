import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { pool } from "@/lib/db/pool";
import { predictionLogCounts } from "@/lib/gateway/jobs/prediction-log";
import { watchMonitors } from "./monitor-metrics";

type RequestLabels = Record<"door" | "method" | "route" | "status", string>;

interface Metrics {
  registry: Registry;
  requests: Histogram<keyof RequestLabels>;
  /** By their labels' values, because finding one by its labels takes longer than counting does. */
  series: Map<string, Histogram.Internal<keyof RequestLabels>>;
}

const shared = globalThis as typeof globalThis & { slipwayMetrics?: Metrics };

/** What became of predictions that were to be logged. */
function watchPredictionLog(registry: Registry): void {
  new Counter({
    name: "slipway_predictions_logged_total",
    help: "Predictions that were to be logged, by what became of them",
    labelNames: ["outcome"],
    registers: [registry],
    collect() {
      const { written, dropped } = predictionLogCounts();
      this.reset();
      this.inc({ outcome: "written" }, written);
      this.inc({ outcome: "dropped" }, dropped);
    },
  });
  new Gauge({
    name: "slipway_predictions_waiting",
    help: "Predictions in memory that wait to be logged",
    registers: [registry],
    collect() {
      this.set(predictionLogCounts().waiting);
    },
  });
}

/** What Prometheus reads: process, database pool, and the time of every request by route. */
export function metrics(): Metrics {
  if (shared.slipwayMetrics) return shared.slipwayMetrics;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "slipway_http_request_duration_seconds",
    help: "Time to answer a request, by door, route and status",
    labelNames: ["door", "method", "route", "status"] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  new Gauge({
    name: "slipway_database_connections",
    help: "Connections of the database pool, by state",
    labelNames: ["state"],
    registers: [registry],
    collect() {
      this.set({ state: "open" }, pool().totalCount);
      this.set({ state: "idle" }, pool().idleCount);
      this.set({ state: "waiting" }, pool().waitingCount);
    },
  });
  watchPredictionLog(registry);
  watchMonitors(registry);
  shared.slipwayMetrics = { registry, requests, series: new Map() };
  return shared.slipwayMetrics;
}

/** Counts an answered request by its time in milliseconds. */
export function observeRequest(labels: RequestLabels, ms: number): void {
  const { requests, series } = metrics();
  const key = `${labels.door} ${labels.method} ${labels.status} ${labels.route}`;
  const known = series.get(key) ?? requests.labels(labels);
  series.set(key, known);
  known.observe(ms / 1_000);
}
