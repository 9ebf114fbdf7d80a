import { AppError } from "@/lib/core/errors";
import { checkKey, LIMITS } from "@/lib/experiments/rules";
import type { MetricInput, TagInput } from "./schema";

export const RUN_STATUS = { RUNNING: 1, SCHEDULED: 2, FINISHED: 3, FAILED: 4, KILLED: 5 } as const;
export type RunStatus = keyof typeof RUN_STATUS;
export const RUN_STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"] as const;

/** Whether a run of this status will do no more. */
export const isOver = (status: RunStatus): boolean =>
  status !== "RUNNING" && status !== "SCHEDULED";

/** A running run that has written nothing for this long has lost its heartbeat. */
export const HEARTBEAT_LOST_MS = 5 * 60_000;

export type RunState = RunStatus | "HEARTBEAT_LOST";

export function statusName(status: number): RunStatus {
  return RUN_STATUSES[status - 1] ?? "RUNNING";
}

/** What a person should be told of a run's state: its status, unless it claims to run and is silent. */
export function stateOf(status: RunStatus, lastActivityAt: number, now: number): RunState {
  return status === "RUNNING" && now - lastActivityAt > HEARTBEAT_LOST_MS
    ? "HEARTBEAT_LOST"
    : status;
}

/** More runs than this do not fit side by side. */
export const MAX_COMPARED_RUNS = 50;

/** How many line colours there are: `--run-0` to `--run-15` in globals.css. */
export const RUN_COLORS = 16;

/**
 * The index of a run's line colour, the same on every screen. By its row number, not by a hash: runs logged one after
 * the other are those that people plot together, and 16 in a row differ, where a hash would give two of five the same.
 */
export function runColor(rowId: number): number {
  return rowId % RUN_COLORS;
}

/** A double as MLflow's messages write it. */
function pythonFloat(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}

/** Checks a metric's name and time; `path` says which of a batch it is, and is empty for a lone one. */
export function checkMetric(metric: MetricInput, path: string): void {
  const at = (field: string) => (path ? `${path}.${field}` : field);
  checkKey(metric.key, at("name"), "Metric name");
  if (metric.timestamp < 0)
    throw new AppError(
      "INVALID",
      `Invalid value ${metric.timestamp} for parameter '${at("timestamp")}' supplied: metric '${metric.key}' (value=${pythonFloat(metric.value)}). Timestamp must be a nonnegative long (64-bit integer) `,
    );
}

/** Cuts a value as MLflow does: to so many code points, and never refuses it. */
export function truncate(value: string, limit: number): string {
  if (value.length <= limit) return value;
  return [...value].slice(0, limit).join("");
}

export function checkBatchSize(metrics: number, params: number, tags: number): void {
  const over = (kind: string, count: number, limit: number) => {
    if (count > limit)
      throw new AppError(
        "INVALID",
        `A batch logging request can contain at most ${limit} ${kind}. Got ${count} ${kind}. Please split up ${kind} across multiple requests and try again.`,
      );
  };
  over("metrics", metrics, LIMITS.batchMetrics);
  over("params", params, LIMITS.batchParams);
  over("tags", tags, LIMITS.batchTags);
  const total = metrics + params + tags;
  if (total > LIMITS.batchTotal)
    throw new AppError(
      "INVALID",
      `A batch logging request can contain at most ${LIMITS.batchTotal} metrics, params, and tags. Got ${total} metrics, params, and tags. Please split up metrics, params, and tags across multiple requests and try again.`,
    );
}

export function checkUniqueParams(params: readonly TagInput[]): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { key } of params) (seen.has(key) ? twice : seen).add(key);
  if (twice.size > 0)
    throw new AppError(
      "INVALID",
      `Duplicate parameter keys have been submitted: [${[...twice].map((key) => `'${key}'`).join(", ")}]. Please ensure the request contains only one param value per param key.`,
    );
}

/** The run a new one is a child of, by its tag. */
export const PARENT_TAG = "mlflow.parentRunId";
/** The tag that carries a run's name. */
export const NAME_TAG = "mlflow.runName";

const ADJECTIVES =
  "able airy amber ample apt balmy bold brave breezy brisk bright calm candid clear clever cosy crisp deft eager early fair fleet fond frank free fresh gentle glad golden grand hardy honest humble jolly keen kind lively loyal lucid mellow merry mild neat nimble noble patient placid plucky polite proud quick quiet rapid ready robust rosy sandy serene sharp silent silver smart snug solid spry steady still sunny supple sure swift tidy true trusty vivid warm wise witty zesty".split(
    " ",
  );
const NOUNS =
  "anchor barge bay beacon bollard boom bow brig buoy canal canoe capstan cargo channel chart clipper coast compass coral cove crane crew current cutter deck delta dinghy dock dune eddy estuary ferry fjord fleet galley gull harbor haven heron hull island jetty kayak keel ketch knot lagoon launch lighthouse lock log marina mast mooring oar otter pelican pier pilot pontoon port puffin quay raft reef rigging river rudder sail schooner seal sextant shoal shore skiff sloop spar strait tide tiller trawler tug wake wharf winch yawl".split(
    " ",
  );

/** A name for a run that was given none: adjective-noun-number. `pick(n)` answers an integer below n. */
export function randomRunName(pick: (below: number) => number): string {
  const adjective = ADJECTIVES[pick(ADJECTIVES.length)] ?? "";
  const noun = NOUNS[pick(NOUNS.length)] ?? "";
  return `${adjective}-${noun}-${pick(1000)}`;
}

const RUN_UUID = /^[a-zA-Z0-9][\w-]{0,255}$/;

/** The run that a value of the parent's tag names, or null when it cannot name one. */
export function parentUuid(value: string | undefined): string | null {
  return value !== undefined && RUN_UUID.test(value) ? value : null;
}

export function checkRunName(name: string): void {
  if (name.length > LIMITS.runName)
    throw new AppError(
      "INVALID",
      `'run_name' exceeds the maximum length of ${LIMITS.runName} characters`,
    );
}

export function checkUserId(userId: string): void {
  if (userId.length > LIMITS.userId)
    throw new AppError(
      "INVALID",
      `'user_id' exceeds the maximum length of ${LIMITS.userId} characters`,
    );
}

/** The name a new run is asked to have, by its field or by its tag; empty when neither says. Throws INVALID when they disagree. */
export function requestedRunName(name: string, tags: readonly TagInput[]): string {
  const tagged = tags.findLast(({ key }) => key === NAME_TAG)?.value ?? "";
  if (name && tagged && name !== tagged)
    throw new AppError(
      "INVALID",
      `Both 'run_name' argument and '${NAME_TAG}' tag are specified, but with different values (run_name='${name}', ${NAME_TAG}='${tagged}').`,
    );
  checkRunName(name || tagged);
  return name || tagged;
}

const HOST_PATHS: Readonly<Record<string, string>> = {
  "gitlab.com": "/-/commit/",
  "bitbucket.org": "/commits/",
};

/** The page of a commit, if the repository's address is one that a browser can open. */
export function commitUrl(repository: string, commit: string): string | null {
  if (!/^[0-9a-f]{7,64}$/i.test(commit)) return null;
  const ssh = /^(?:ssh:\/\/)?git@([\w.-]+)[:/](?:\d+\/)?(.+)$/.exec(repository.trim());
  const address = ssh ? `https://${ssh[1]}/${ssh[2]}` : repository.trim();
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  const path = url.pathname.replace(/\.git\/?$/, "").replace(/\/+$/, "");
  const separator =
    HOST_PATHS[url.hostname] ?? (url.hostname.startsWith("gitlab.") ? "/-/commit/" : "/commit/");
  // Without the user name and password that a clone address may carry.
  return path === "" ? null : `${url.protocol}//${url.host}${path}${separator}${commit}`;
}

/** Which values of a metric are the good ones. */
export type Direction = "higher" | "lower";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const LOWER = words(`
  loss losses logloss error errors err mae mse rmse mape smape wape mase msle rmsle medae nll perplexity ppl
  brier ece mce fpr fnr fdr wer cer ter eer fid divergence deviance regret
  latency duration time seconds ms runtime elapsed p50 p90 p95 p99 cost costs
  drift psi hallucination hallucinations toxicity violations failures misses residual residuals aic bic
`);

const HIGHER = words(`
  accuracy acc auc auroc auprc aupr roc precision recall sensitivity specificity f1 f2 fbeta score r2 tpr tnr ppv npv
  ap map ndcg mrr hit hits bleu rouge rouge1 rouge2 rougel meteor chrf gini iou miou dice jaccard kappa mcc
  likelihood correlation pearson spearman kendall psnr ssim lift gain reward profit revenue throughput qps tps
  faithfulness groundedness relevance similarity coherence fluency helpfulness pass passes success satisfaction
`);

/** Two words that mean another thing together than each does alone. */
const PHRASES: Readonly<Record<string, Direction>> = {
  "explained variance": "higher",
  "false negative": "lower",
  "false negatives": "lower",
  "false positive": "lower",
  "false positives": "lower",
  "true negative": "higher",
  "true negatives": "higher",
  "true positive": "higher",
  "true positives": "higher",
};

/** "valF1Score", "val_f1-score" and "val/f1 score" are the same words. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");

/**
 * Whether a higher or a lower value of a metric is the better one, by the words of its name; null when none of them
 * says so, because a wrong guess would call a loss a gain. What is counted down wins: "brier_score" is lower.
 */
export function betterDirection(metric: string): Direction | null {
  if (metric.startsWith("system/")) return null;
  const own = wordsOf(metric);
  for (const [index, word] of own.entries()) {
    const phrase = PHRASES[`${word} ${own[index + 1] ?? ""}`];
    if (phrase) return phrase;
  }
  // A likelihood that is negated is a loss; a loss that is negated, as scikit-learn does, is a score.
  const isNegated = own.some((word) => word === "neg" || word === "negative");
  const opposite = (found: Direction) => (found === "lower" ? "higher" : "lower");
  const found = own.some((word) => LOWER.has(word))
    ? "lower"
    : own.some((word) => HIGHER.has(word))
      ? "higher"
      : null;
  return found !== null && isNegated ? opposite(found) : found;
}
