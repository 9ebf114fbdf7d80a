/** Every action that commands record, by the noun it happens to. A test compares this with the commands. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "ab-test": ["decided", "started"],
  "alert-route": ["added", "deleted", "moved", "revised", "tested"],
  account: ["password-changed", "renamed", "sessions-ended"],
  "approval-policy": [
    "draft-discarded",
    "drafted",
    "gate-secret-shown",
    "published",
    "retired",
    "retirement-drafted",
  ],
  "approval-request": [
    "approved",
    "comment-resolved",
    "commented",
    "delegated",
    "delegation-revoked",
    "emergency",
    "evidence-changed",
    "expired",
    "failed",
    "follow-up-closed",
    "not-promoted",
    "promoted",
    "requested",
    "revised",
    "signed",
    "waiver-ended",
    "waived",
    "withdrawn",
  ],
  artifact: ["deleted", "stored"],
  audit: ["exported", "payloads-erased", "verification-started", "verified"],
  "compute-backend": ["created", "revised"],
  dataset: [
    "check-added",
    "check-removed",
    "inspected",
    "inspection-requested",
    "version-uploaded",
  ],
  deployment: [
    "created",
    "deleted",
    "described",
    "outcomes-posted",
    "revision-added",
    "rolled-back",
    "started",
    "stopped",
    "traffic-changed",
  ],
  "deployment-environment": ["added", "removed", "revised"],
  experiment: ["created", "deleted", "renamed", "restored", "tagged", "untagged"],
  identity: ["linked"],
  incident: [
    "acknowledged",
    "acted",
    "advanced",
    "assigned",
    "commented",
    "declined",
    "escalated",
    "failed",
    "held-back",
    "opened",
    "refused",
    "reopened",
    "resolved",
    "response-removed",
    "response-set",
  ],
  invitation: ["accepted", "created", "renewed", "revoked"],
  job: [
    "cancel-requested",
    "described",
    "ended",
    "launched",
    "retried",
    "source-fetched",
    "started",
  ],
  "legal-hold": ["placed", "released"],
  lineage: ["told"],
  "logged-model": ["created", "deleted", "finalized", "params-logged", "tagged", "untagged"],
  maintenance: ["deleted", "planned", "revised"],
  member: ["added", "left", "removed", "role-changed"],
  model: [
    "alias-removed",
    "alias-set",
    "created",
    "deleted",
    "described",
    "renamed",
    "risk-tier-discarded",
    "risk-tier-proposed",
    "risk-tier-set",
    "tagged",
    "untagged",
  ],
  "model-version": [
    "card-saved",
    "created",
    "deleted",
    "described",
    "stage-changed",
    "tagged",
    "untagged",
  ],
  monitor: [
    "created",
    "performance-defined",
    "performance-ended",
    "redefined",
    "removed",
    "revised",
  ],
  "notification-preference": ["chosen"],
  pipeline: ["archived", "created", "restored", "revised"],
  "pipeline-hook": ["created", "deleted", "revised", "rotated"],
  "pipeline-schedule": ["created", "deleted", "refused", "revised"],
  "prediction-log": ["erased", "labelled", "posted", "revised"],
  retention: ["revised"],
  rollout: [
    "aborted",
    "advanced",
    "ended",
    "held",
    "initialised",
    "let-on",
    "paused",
    "promoted",
    "resumed",
    "rolled-back",
    "started",
    "succeeded",
    "superseded",
    "waiting",
  ],
  run: [
    "created",
    "deleted",
    "inputs-logged",
    "metrics-sealed",
    "model-logged",
    "outputs-logged",
    "restored",
    "tagged",
    "untagged",
    "updated",
  ],
  "run-view": ["changed", "created", "deleted"],
  "source-snapshot": ["removed", "uploaded"],
  sweep: ["created", "ended", "stopped"],
  token: ["created", "revoked"],
  user: ["created", "password-reset", "revised", "sign-in-refused", "signed-in", "signed-out"],
  webhook: ["created", "deleted", "redelivered", "revised", "tested"],
  workspace: ["created", "deleted", "revised"],
};

const words = (name: string) => name.replaceAll("-", " ");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "model-version.stage-changed" as people read it: "Model version stage changed". */
export function actionTitle(action: string): string {
  const [noun = "", verb = ""] = action.split(".");
  return capital(`${words(noun)} ${words(verb)}`.trim());
}

export interface ActionChoice {
  /** What the filter takes: an action, or a noun for all of its actions. */
  value: string;
  label: string;
  description: string;
}

/** For choosing on a screen: each noun, followed by what happens to it. */
export const ACTION_CHOICES: readonly ActionChoice[] = Object.entries(ACTIONS).flatMap(
  ([noun, verbs]) => [
    { value: noun, label: `${capital(words(noun))}: anything`, description: "every action" },
    ...verbs.map((verb) => ({
      value: `${noun}.${verb}`,
      label: actionTitle(`${noun}.${verb}`),
      description: `${noun}.${verb}`,
    })),
  ],
);

export const ACTION_NAMES: readonly string[] = Object.entries(ACTIONS).flatMap(([noun, verbs]) =>
  verbs.map((verb) => `${noun}.${verb}`),
);

/** With what the subject of an event begins, before its name or number. */
export const SUBJECT_KINDS = [
  "approval policy",
  "alert route",
  "approval request",
  "artifact",
  "audit",
  "compute backend",
  "dataset",
  "deployment",
  "deployment environment",
  "experiment",
  "incident",
  "invitation",
  "job",
  "legal hold",
  "logged model",
  "maintenance",
  "member",
  "model",
  "model version",
  "monitor",
  "notifications",
  "pipeline",
  "pipeline hook",
  "pipeline schedule",
  "prediction log",
  "retention",
  "run",
  "run view",
  "sweep",
  "token",
  "user",
  "webhook",
  "workspace",
] as const;

export interface Subject {
  kind: string;
  /** Its name or number; empty for what there is one of. */
  name: string;
}

const longestFirst = [...SUBJECT_KINDS].sort((a, b) => b.length - a.length);

/** "model version churn/3" is of the kind "model version" and called "churn/3". */
export function parseSubject(subject: string): Subject {
  const kind = longestFirst.find((one) => subject === one || subject.startsWith(`${one} `));
  if (!kind) return { kind: "", name: subject };
  return { kind, name: subject.slice(kind.length + 1) };
}

/** Kinds whose names begin with another's, and would be found with it. */
export const kindsWithin = (kind: string): readonly string[] =>
  SUBJECT_KINDS.filter((other) => other !== kind && other.startsWith(`${kind} `));
