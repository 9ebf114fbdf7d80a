import type { RolloutCheck, Verdict } from "../schema/rollouts";
import type { Judgement } from "./judgement";

type Metric = RolloutCheck["metric"];
export type MonitorMetric = Extract<Metric, { kind: "monitor" }>;

export const isMonitorMetric = (metric: Metric): metric is MonitorMetric =>
  metric.kind === "monitor";

/** What tells two questions to monitors apart. */
export const monitorKey = ({ monitor, watches }: MonitorMetric): string => `${monitor} ${watches}`;

/** What a monitor found since a step began. */
export interface MonitorFinding {
  /** The candidate's own rows, or the newest window of all; null while nothing was judged since. */
  window: {
    verdict: string;
    /** Whether no more is waited for. */
    isClosed: boolean;
    rows: number;
    /** Of drift, the share of columns that drifted. */
    observed: number | null;
    limit: number | null;
  } | null;
  /** Whether a window should have been judged by now. */
  isOverdue: boolean;
}

/** Rows of one revision since a moment; the copies it was sent where it gets no traffic of its own. */
export interface RevisionRows {
  workspaceId: string;
  deploymentId: number;
  revision: number;
  isShadow: boolean;
  since: Date;
}

/** How far a revision's rows are from a monitor's reference; null when it watches the deployment no more, or rests. */
export type ReadDrift = (monitor: number, rows: RevisionRows) => Promise<MonitorFinding | null>;

const VERDICTS: Readonly<Record<string, Verdict>> = {
  stable: "pass",
  drifted: "fail",
  met: "pass",
  missed: "fail",
};

const NO_DATA: ReadonlySet<string> = new Set(["waiting", "unlabelled"]);

/**
 * What a monitor says of a step since that began: it has limits and a rate of false alarms of its own. Too few rows are inconclusive,
 * once no more is waited for; before there are any nothing is known, which counts once some should be there.
 */
export function judgeMonitor(
  { key, minSamples }: Pick<RolloutCheck, "key" | "minSamples">,
  found: MonitorFinding | undefined,
): Judgement {
  const nothing = { pValue: null, baseline: null, baselineSamples: null };
  const empty = { ...nothing, key, observed: null, limit: null, samples: 0 };
  // One that was removed or paused will say nothing.
  if (!found) return { ...empty, verdict: "no_data", isEarly: false };
  const { window, isOverdue } = found;
  if (!window) return { ...empty, verdict: "no_data", isEarly: !isOverdue };
  const { verdict, isClosed, rows: samples, observed, limit } = window;
  const seen = { ...nothing, key, observed, limit, samples };
  if (NO_DATA.has(verdict)) return { ...seen, verdict: "no_data", isEarly: !isOverdue };
  const known = samples < minSamples ? undefined : VERDICTS[verdict];
  return known
    ? { ...seen, verdict: known, isEarly: false }
    : { ...seen, verdict: "inconclusive", isEarly: !isClosed };
}
