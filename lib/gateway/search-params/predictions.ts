import {
  createLoader,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsIsoDate,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { OUTCOMES, type PredictionFilter, predictionFilter } from "../schema/predictions";

/** What the browser of predictions is narrowed by, which one is open, and where the page before ended. */
export const predictionParams = {
  from: parseAsIsoDate,
  to: parseAsIsoDate,
  revision: parseAsInteger,
  outcome: parseAsStringLiteral(OUTCOMES),
  key: parseAsString.withDefault(""),
  latency: parseAsFloat,
  shadow: parseAsBoolean,
  labelled: parseAsBoolean,
  prediction: parseAsString,
  after: parseAsString,
};
export const loadPredictionParams = createLoader(predictionParams);

export type PredictionParams = Awaited<ReturnType<typeof loadPredictionParams>>;

const DAY_MS = 86_400_000;

/** Days are those of UTC, from the beginning of the first to the end of the last. What no filter can say narrows nothing. */
export function toPredictionFilter(params: PredictionParams): PredictionFilter {
  const { from, to } = params;
  const asked = {
    from: from?.toISOString(),
    to: to ? new Date(to.getTime() + DAY_MS).toISOString() : undefined,
    revision: params.revision ?? undefined,
    outcome: params.outcome ?? undefined,
    key: params.key || undefined,
    minLatencyMs: params.latency ?? undefined,
    isShadow: params.shadow === null ? undefined : String(params.shadow),
    isLabelled: params.labelled === null ? undefined : String(params.labelled),
  };
  const parsed = predictionFilter.safeParse(asked);
  return parsed.success ? parsed.data : {};
}

/** The query of an address of the screen. */
export function predictionQuery(params: Partial<PredictionParams>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      if (value === null || value === "") return [];
      return [[name, value instanceof Date ? value.toISOString().slice(0, 10) : String(value)]];
    }),
  );
}
