import type { ConfigOf } from "../schema/gates";
import type { Finding } from "./findings";
import type { MetricFact } from "./metric-gates";

/** A dataset version that the run of a version read. */
export interface InputFact {
  dataset: string;
  version: number;
  /** What names its content; "weak:…" when nothing does. */
  contentKey: string;
  context: string;
}

export interface Provenance {
  /** The runs that made the version. */
  runs: readonly string[];
  inputs: readonly InputFact[];
}

const THRESHOLD = "run and dataset versions known by their content";
const isWeak = ({ contentKey }: InputFact) => contentKey.startsWith("weak:");
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Whether it is known what a version was made from, down to the content of its data. */
export function judgeLineage(
  { weakDigests }: ConfigOf<"lineage_known">,
  { runs, inputs }: Provenance,
): Finding {
  const common = {
    threshold: THRESHOLD,
    observed: `${plural(runs.length, "run")}, ${plural(inputs.length, "dataset version")}`,
    evidence: {
      runs,
      inputs: inputs.map(({ dataset, version, contentKey, context }) => ({
        dataset,
        version,
        contentKey,
        context,
      })),
    },
    freshUntil: null,
  };
  if (runs.length === 0)
    return {
      ...common,
      verdict: "fail",
      summary: "No run of this workspace is recorded as its source.",
    };
  if (inputs.length === 0)
    return {
      ...common,
      verdict: "fail",
      summary: "Its run logged no dataset. Log what it was trained on with mlflow.log_input.",
    };
  const weak = inputs.filter(isWeak);
  if (weak.length === 0)
    return { ...common, verdict: "pass", summary: "Every dataset is known by its content." };
  const names = [...new Set(weak.map(({ dataset }) => dataset))].slice(0, 5).join(", ");
  return {
    ...common,
    verdict: weakDigests,
    summary: `Only a short digest names the content of ${names}. Upload the data, or log its hash or its version.`,
  };
}

const DAY_MS = 86_400_000;
/** Clocks differ; what claims to be later than this was not measured. */
const CLOCK_SLACK_MS = 3_600_000;

/** Whether the newest measurement is recent enough. */
export function judgeFreshness(
  { maxAgeDays, metric }: ConfigOf<"evaluation_fresh">,
  newest: (Pick<MetricFact, "at"> & { metric: string }) | null,
  now: Date,
): Finding {
  const threshold = `${metric ?? "an evaluation"} at most ${plural(maxAgeDays, "day")} old`;
  if (!newest)
    return {
      verdict: "not_run",
      threshold,
      observed: "",
      summary: metric
        ? `The version has no metric "${metric}".`
        : "The version has no metric at all.",
      evidence: { metric: metric ?? null },
      freshUntil: null,
    };
  const seen = {
    threshold,
    observed: isoOf(newest.at),
    evidence: { metric: newest.metric, measuredAt: newest.at },
  };
  if (newest.at > now.getTime() + CLOCK_SLACK_MS)
    return {
      ...seen,
      verdict: "inconclusive",
      summary: `"${newest.metric}" claims to have been measured in the future.`,
      freshUntil: null,
    };
  const until = new Date(newest.at + maxAgeDays * DAY_MS);
  const isFresh = until > now;
  return {
    ...seen,
    verdict: isFresh ? "pass" : "fail",
    summary: isFresh
      ? `"${newest.metric}" was measured on ${isoOf(newest.at).slice(0, 10)}.`
      : `"${newest.metric}" was last measured on ${isoOf(newest.at).slice(0, 10)}. Evaluate the version again.`,
    freshUntil: isFresh ? until : null,
  };
}

/** Clients send any number as a time. */
function isoOf(at: number): string {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? `${at} ms` : moment.toISOString();
}
