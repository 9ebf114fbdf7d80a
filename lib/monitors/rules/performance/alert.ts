import type { Alert } from "../../schema/alerts";
import type { Business, Outcomes } from "../../schema/business";
import type { Estimates, Measures, Metric, PerformanceVerdict } from "../../schema/performance";
import type { Firing } from "../firing";
import { businessSentence, judgeBusiness } from "./business";
import { isLessBetter } from "./judge";
import { beyondSentence } from "./words";

/** A window of the performance as far as alerts care. */
export interface PerformanceAlertWindow {
  opensAt: number;
  closesAt: number;
  verdict: PerformanceVerdict;
  limit: number | null;
  metric: Metric;
  minRows: number;
  rows: number;
  measures: Measures;
  estimates: Estimates;
  /** The metric of the business that is looked at now, and what was posted of it in the window. */
  business: Business | null;
  outcomes: Outcomes | null;
}

interface Judged {
  opensAt: number;
  metric: Metric;
  value: number;
  limit: number;
  isBeyond: boolean;
  isEstimated: boolean;
}

const DEVIATIONS = 3;

/** By labels where they are there; else, when that is wanted, by what is estimated, as far as sampling leaves no doubt. */
function judged(window: PerformanceAlertWindow, now: number, withEstimates: boolean): Judged[] {
  const { opensAt, closesAt, verdict, limit, metric, rows, minRows } = window;
  if (limit === null) return [];
  const realised = window.measures[metric]?.value;
  if (realised !== undefined && (verdict === "met" || verdict === "missed")) {
    const isBeyond = verdict === "missed";
    return [{ opensAt, metric, value: realised, limit, isBeyond, isEstimated: false }];
  }
  const estimate = window.estimates[metric];
  if (!withEstimates || !estimate || closesAt > now || rows < minRows) return [];
  const beyond = isLessBetter(metric) ? estimate.value - limit : limit - estimate.value;
  const isBeyond = beyond > DEVIATIONS * (estimate.samplingError ?? 0);
  return [{ opensAt, metric, value: estimate.value, limit, isBeyond, isEstimated: true }];
}

/** By what was posted of the business, whether or not labels came. */
function businessFires(
  wanted: number,
  windows: readonly PerformanceAlertWindow[],
  now: number,
): Firing | null {
  const telling = windows
    .flatMap(({ opensAt, closesAt, business, outcomes, minRows }) => {
      const rule = { minRows, isOver: closesAt <= now };
      const figures = business && judgeBusiness(business, outcomes, rule);
      if (!figures || (figures.verdict !== "met" && figures.verdict !== "missed")) return [];
      return [{ opensAt, business, figures }];
    })
    .slice(0, wanted);
  const [newest] = telling;
  if (!newest || telling.length < wanted) return null;
  if (!telling.every(({ figures }) => figures.verdict === "missed")) return null;
  const many = wanted > 1 ? ` for ${wanted} windows` : "";
  const { business, figures, opensAt } = newest;
  return { summary: `${businessSentence(business, figures)}${many}.`, opensAt, columns: [] };
}

type PerformanceAlert = Extract<Alert, { kind: "performance" }>;

/** Whether an alert of the performance fires, by its windows, the newest first. Those that say nothing are looked past. */
export function performanceFires(
  { windows: wanted, basis }: PerformanceAlert,
  windows: readonly PerformanceAlertWindow[],
  now: number,
): Firing | null {
  if (basis === "business") return businessFires(wanted, windows, now);
  const telling = windows
    .flatMap((window) => judged(window, now, basis === "estimates"))
    .slice(0, wanted);
  const [newest] = telling;
  if (!newest || telling.length < wanted || !telling.every(({ isBeyond }) => isBeyond)) return null;
  const many = wanted > 1 ? ` for ${wanted} windows` : "";
  const how = newest.isEstimated ? ", by an estimate without labels" : "";
  return {
    summary: `${beyondSentence(newest.metric, newest.value, newest.limit)}${many}${how}.`,
    opensAt: newest.opensAt,
    columns: [],
  };
}
