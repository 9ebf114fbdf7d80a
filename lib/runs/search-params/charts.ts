import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { z } from "zod";
import { type ChartAxis, chartAxes } from "../schema";
import { decodeRunId, encodeRunId } from "./selection";

/** A stretch of the x axis. */
export interface ChartRange {
  from: number;
  to: number;
}

export const parseAsRange = createParser<ChartRange>({
  parse: (text) => {
    const parts = text.split("~").map(Number);
    const [from, to] = parts;
    if (parts.length !== 2 || from === undefined || to === undefined) return null;
    return Number.isFinite(from) && Number.isFinite(to) && from < to ? { from, to } : null;
  },
  serialize: ({ from, to }) => `${Number(from.toPrecision(15))}~${Number(to.toPrecision(15))}`,
  eq: (a, b) => a.from === b.from && a.to === b.to,
});

const parseAsSmoothing = createParser<number>({
  parse: (text) => {
    const value = Number(text);
    return value >= 0 && value <= 0.999 ? value : null;
  },
  serialize: String,
});

const parseAsRunId = createParser<string>({ parse: decodeRunId, serialize: encodeRunId });

export const chartLogs = ["none", "x", "y", "xy"] as const;
export const chartBands = ["range", "none"] as const;

/** How charts are shown; the same on every screen that has charts, so that a link keeps its meaning. */
export const chartSearchParams = {
  x: parseAsStringLiteral(chartAxes).withDefault("step"),
  smooth: parseAsSmoothing.withDefault(0),
  log: parseAsStringLiteral(chartLogs).withDefault("none"),
  band: parseAsStringLiteral(chartBands).withDefault("range"),
  /** Whether the y axis leaves outliers out. */
  robust: parseAsBoolean.withDefault(false),
  /** Whether charts of the same x axis zoom together. */
  sync: parseAsBoolean.withDefault(true),
  zoom: parseAsRange,
  /** Runs that are not drawn. */
  hide: parseAsArrayOf(parseAsRunId).withDefault([]),
  /** The search box over the panels. */
  charts: parseAsString.withDefault(""),
  /** The metric whose panel is open alone. */
  panel: parseAsString,
};

/** What a chart asks for: one metric of some runs. */
export interface MetricLinesInput {
  runUuids: readonly string[];
  metric: string;
  x: ChartAxis;
  from?: number | undefined;
  to?: number | undefined;
  buckets: number;
}

/** Run ids in their short form, joined by points: fifty of them have to fit in an address. */
export function metricLinesQuery(input: MetricLinesInput): string {
  const query = new URLSearchParams({
    key: input.metric,
    x: input.x,
    buckets: String(input.buckets),
    runs: input.runUuids.map(encodeRunId).join("."),
  });
  if (input.from !== undefined) query.set("from", String(input.from));
  if (input.to !== undefined) query.set("to", String(input.to));
  return query.toString();
}

export const metricLinesRequest = z.object({
  key: z.string().max(250),
  x: z.enum(chartAxes).default("step"),
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  buckets: z.coerce.number().int().min(1).max(2000),
  runs: z
    .string()
    .max(4000)
    .transform((text) => text.split(".").flatMap((code) => decodeRunId(code) ?? [])),
});
