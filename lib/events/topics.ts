/** What may change under somebody's eyes. A topic says "read this again", never what it is now. */
export type Topic =
  | `run:${string}`
  | `experiment:${number}`
  | "experiments"
  | `model:${string}`
  | "models"
  | "webhooks"
  | `notifications:${string}`
  | `approval:${number}`
  | "approvals"
  | `dataset:${number}`
  | "datasets"
  | `job:${number}`
  | `job-log:${number}`
  | "jobs"
  | `sweep:${number}`
  | "sweeps"
  | `pipeline:${number}`
  | "pipelines"
  | `deployment:${number | bigint}`
  | "deployments"
  | `monitor:${number}`
  | "monitors"
  | `incident:${number}`
  | "incidents"
  | "audit";

/** What the server sends to a screen: topics that changed, or everything after a gap. */
export interface LiveMessage {
  topics: readonly string[];
  /** True when changes may have been missed: read everything again. */
  resync?: boolean;
}

/** What a stream begins with. */
export interface LiveGreeting {
  /** For how long nothing changed: a screen that was drawn before that has missed something. */
  quietMs: number;
}

/** Topics of one message; more are summed up by `resync`. */
export const MAX_TOPICS = 200;
