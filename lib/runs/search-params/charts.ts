import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { chartAxes } from "../schema";

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
  hide: parseAsArrayOf(parseAsString).withDefault([]),
  /** The search box over the panels. */
  charts: parseAsString.withDefault(""),
  /** The metric whose panel is open alone. */
  panel: parseAsString,
};
