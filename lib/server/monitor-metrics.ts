import "server-only";
import { Gauge, type Registry } from "prom-client";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { pool } from "@/lib/db/pool";
import { countUnresolved } from "@/lib/incidents/sql/counts";
import { type MonitorState, readMonitorStates } from "@/lib/monitors/sql/states";

const LABELS = ["monitor", "name", "workspace", "deployment", "dataset"] as const;

/** Names are told to those who have the token only: anybody may be let to ask for the rest. */
function labelsOf({ id, name, workspace, deployment, dataset }: MonitorState) {
  const isOpen = env().METRICS_TOKEN === undefined;
  return isOpen
    ? { monitor: id, name: "", workspace: "", deployment: "", dataset: "" }
    : { monitor: id, name, workspace, deployment, dataset };
}

/** While the database is away there is nothing to say, and everything else is said all the same. */
async function orNothing<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read();
  } catch (error) {
    log().warn({ err: error }, "metrics of monitors could not be read");
    return [];
  }
}

const VALUES = {
  slipway_monitor_drifted: {
    help: "1 while the newest window of a monitor has drifted, else 0",
    figureOf: ({ isDrifted }: MonitorState) => (isDrifted ? 1 : 0),
  },
  slipway_monitor_drifted_share: {
    help: "The share of columns that drifted in the newest window, by their importance",
    figureOf: ({ share }: MonitorState) => share,
  },
  slipway_monitor_performance_missed: {
    help: "1 while the newest window that labels tell of is beyond its limit, else 0; no sample while none is judged",
    figureOf: ({ missed }: MonitorState) => missed,
  },
  slipway_monitor_quality_faults: {
    help: "How many things are wrong with the data of the newest window",
    figureOf: ({ faults }: MonitorState) => faults,
  },
  slipway_monitor_rows: {
    help: "Rows in the newest window of a monitor",
    figureOf: ({ rows }: MonitorState) => rows,
  },
  slipway_monitor_silent_seconds: {
    help: "Time since the end of the newest window in which something came, of windows of rows since they last changed; no sample for datasets",
    figureOf: ({ silentSeconds }: MonitorState) => silentSeconds,
  },
} as const;

/** Those who ask while it is read are answered by the same read: all gauges are collected at once. */
function sharing<T>(read: () => Promise<T[]>): () => Promise<T[]> {
  let reading: Promise<T[]> | null = null;
  return () => {
    reading ??= orNothing(read).finally(() => {
      reading = null;
    });
    return reading;
  };
}

/** What monitors found last, and incidents that are not resolved. */
export function watchMonitors(registry: Registry): void {
  const readStates = sharing(() => readMonitorStates(pool()));
  for (const [metric, { help, figureOf }] of Object.entries(VALUES))
    new Gauge({
      ...{ name: metric, help, labelNames: LABELS, registers: [registry] },
      async collect() {
        const states = await readStates();
        this.reset();
        for (const state of states) {
          const figure = figureOf(state);
          if (figure !== null) this.set(labelsOf(state), figure);
        }
      },
    });
  new Gauge({
    name: "slipway_incidents",
    help: "Incidents that are not resolved, by severity and status",
    labelNames: ["severity", "status"],
    registers: [registry],
    async collect() {
      const counts = await orNothing(() => countUnresolved(pool()));
      this.reset();
      for (const { severity, status, count } of counts) this.set({ severity, status }, count);
    },
  });
}
