import type { TrafficFiguresDto } from "../dto/traffic";
import { latencyQuantile } from "./latency";

/** What revisions did in a time, counted. */
export interface TrafficSums {
  requests: number;
  errors: number;
  rejected: number;
  /** By place of latency; null where nothing was counted. */
  latency: readonly (number | null)[] | null;
}

/** What the counts of so many seconds mean. */
export function figuresOf(sums: TrafficSums, seconds: number): TrafficFiguresDto {
  const { requests, errors, rejected } = sums;
  const latency = (sums.latency ?? []).map((count) => count ?? 0);
  return {
    requests,
    errors,
    rejected,
    requestsPerSecond: requests / Math.max(1, seconds),
    errorRate: requests === 0 ? null : errors / requests,
    p50Ms: latencyQuantile(latency, 0.5),
    p99Ms: latencyQuantile(latency, 0.99),
  };
}

export const NO_TRAFFIC: TrafficFiguresDto = figuresOf(
  { requests: 0, errors: 0, rejected: 0, latency: null },
  1,
);

export const TRAFFIC_RANGES = ["15m", "1h", "24h", "7d"] as const;
export type TrafficRange = (typeof TRAFFIC_RANGES)[number];

interface Resolution {
  seconds: number;
  /** What one point of a line stands for. */
  stepSeconds: number;
}

const RESOLUTIONS: Readonly<Record<TrafficRange, Resolution>> = {
  "15m": { seconds: 900, stepSeconds: 10 },
  "1h": { seconds: 3_600, stepSeconds: 30 },
  "24h": { seconds: 86_400, stepSeconds: 600 },
  "7d": { seconds: 604_800, stepSeconds: 3_600 },
};

export interface TrafficSpan {
  /** Milliseconds since the epoch, at whole steps. */
  from: number;
  to: number;
  stepSeconds: number;
}

/** Nobody waits for so long until a step is over. */
const SHORT_SECONDS = 10;
/** Counts are written once a second. */
const WRITTEN_MS = 2_000;
/** A step that has only begun says nothing yet. */
const BEGUN_MS = 5_000;

/** Short steps are told when they are over, longer ones as they go on. */
export function spanOf(range: TrafficRange, until: number): TrafficSpan {
  const { seconds, stepSeconds } = RESOLUTIONS[range];
  const step = stepSeconds * 1_000;
  const to =
    stepSeconds <= SHORT_SECONDS
      ? Math.floor((until - WRITTEN_MS) / step) * step
      : Math.ceil((until - BEGUN_MS) / step) * step;
  return { from: to - seconds * 1_000, to, stepSeconds };
}
