import {
  createLoader,
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { aggregates } from "../schema";
import { decodeRunId, encodeRunId } from "./selection";

const runParser = createParser<string>({ parse: decodeRunId, serialize: encodeRunId });

export const compareViews = ["table", "charts", "parallel", "scatter", "provenance"] as const;
export type CompareView = (typeof compareViews)[number];

/** What the comparison keeps in its address. */
export const compareParams = {
  /** In their order; the first is the baseline. */
  runs: parseAsArrayOf(runParser).withDefault([]),
  view: parseAsStringLiteral(compareViews).withDefault("table"),
  isDiffOnly: parseAsBoolean.withDefault(false),
  aggregate: parseAsStringLiteral(aggregates).withDefault("last"),
  search: parseAsString.withDefault(""),
  /** Axes of the parallel coordinates, as "m:loss" or "p:lr"; absent: those that tell most. */
  axes: parseAsArrayOf(parseAsString),
  logs: parseAsArrayOf(parseAsString).withDefault([]),
  flips: parseAsArrayOf(parseAsString).withDefault([]),
  scatterX: parseAsString,
  scatterY: parseAsString,
  colorBy: parseAsString,
};

export const compareUrlKeys = {
  isDiffOnly: "diff",
  aggregate: "agg",
  search: "q",
  scatterX: "sx",
  scatterY: "sy",
  colorBy: "color",
} as const;

export const loadCompareParams = createLoader(compareParams, { urlKeys: compareUrlKeys });
