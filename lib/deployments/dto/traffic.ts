/** What was asked in a time, and how it was answered. Copies for shadows are counted apart. */
export interface TrafficFiguresDto {
  requests: number;
  /** Of them, those that the model failed. */
  errors: number;
  /** Refused because too many waited; not among the requests. */
  rejected: number;
  requestsPerSecond: number;
  /** Null without a request. */
  errorRate: number | null;
  p50Ms: number | null;
  p99Ms: number | null;
}

/** One step of a line; `at` is when it began, in milliseconds since the epoch. */
export interface TrafficPointDto extends TrafficFiguresDto {
  at: number;
}

export interface RevisionTrafficDto {
  revision: number;
  isShadow: boolean;
  /** Steps with a request, by time. */
  points: TrafficPointDto[];
}

export interface TrafficWindowsDto {
  from: number;
  to: number;
  stepSeconds: number;
  /** By number; shadows after those that answered. */
  revisions: RevisionTrafficDto[];
}

export const EVENT_KINDS = [
  "deployed",
  "revision",
  "traffic",
  "rollout",
  "rollback",
  "rollout_paused",
  "rollout_resumed",
  "rollout_waiting",
  "rollout_let_on",
  "rollout_stopped",
  "approved",
  "approval_ended",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Something that was done to a deployment, or to what may serve in its environment. */
export interface DeploymentEventDto {
  kind: EventKind;
  /** Milliseconds since the epoch. */
  at: number;
  title: string;
  reason: string;
  /** Null when Slipway did it by itself. */
  by: string | null;
  /** Of a revision that was added. */
  revision: number | null;
  /** Of the plan that it put in force. */
  trafficVersion: number | null;
  /** Number of the approval request. */
  request: number | null;
}

/** What a chart of the traffic shows. */
export interface LiveTrafficDto {
  windows: TrafficWindowsDto;
  /** Of the same time, the newest first. */
  events: DeploymentEventDto[];
}
