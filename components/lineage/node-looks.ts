import {
  AtSign,
  Box,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CirclePlay,
  CircleSlash,
  CircleX,
  Clock,
  Cog,
  Database,
  HardDrive,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Milestone,
  Package,
  Radar,
  Rocket,
  Satellite,
  Signature,
  Siren,
  SquarePlay,
  Terminal,
  TrendingUp,
  TriangleAlert,
  Undo2,
} from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { LineageClusterDto, LineageNodeDto } from "@/lib/lineage/dto";
import type { Direction, EdgeRole, NodeKind } from "@/lib/lineage/rules/nodes";

interface KindLook {
  label: string;
  plural: string;
  Icon: LucideIcon;
}

export const KIND_LOOKS: Readonly<Record<NodeKind, KindLook>> = {
  "external-job": { label: "External job", plural: "external jobs", Icon: Cog },
  "external-run": { label: "External run", plural: "external runs", Icon: SquarePlay },
  "external-dataset": { label: "External dataset", plural: "external datasets", Icon: HardDrive },
  "dataset-version": { label: "Dataset version", plural: "dataset versions", Icon: Database },
  job: { label: "Job", plural: "jobs", Icon: Terminal },
  run: { label: "Run", plural: "runs", Icon: CirclePlay },
  "logged-model": { label: "Logged model", plural: "logged models", Icon: Box },
  "model-version": { label: "Model version", plural: "model versions", Icon: Package },
  approval: { label: "Approval", plural: "approvals", Icon: Signature },
  placement: { label: "Alias or stage", plural: "aliases and stages", Icon: Milestone },
  rollout: { label: "Rollout", plural: "rollouts", Icon: TrendingUp },
  rollback: { label: "Rollback", plural: "rollbacks", Icon: Undo2 },
  deployment: { label: "Deployment", plural: "deployments", Icon: Satellite },
  monitor: { label: "Monitor", plural: "monitors", Icon: Radar },
  incident: { label: "Incident", plural: "incidents", Icon: Siren },
};

/** "1 run", "more than 1,000 runs". */
export function kindCount(kind: NodeKind, count: number, isExact = true): string {
  const { label, plural } = KIND_LOOKS[kind];
  const number = count.toLocaleString("en");
  if (!isExact) return `more than ${number} ${plural}`;
  return `${number} ${count === 1 ? label.toLowerCase() : plural}`;
}

/** "29 more runs", or "992+ more runs" where counting stopped. */
export function clusterText({ kind, hidden, isExact }: LineageClusterDto): string {
  const { label, plural } = KIND_LOOKS[kind];
  const noun = hidden === 1 && isExact ? label.toLowerCase() : plural;
  return `${hidden.toLocaleString("en")}${isExact ? "" : "+"} more ${noun}`;
}

/** "@champion" of churn: the place first, which is what tells it from others. */
export function namesOf({ kind, title, subtitle }: LineageNodeDto): {
  name: string;
  about: string;
} {
  const cut = title.lastIndexOf(" ");
  if (kind === "placement" && cut > 0)
    return { name: title.slice(cut + 1), about: title.slice(0, cut) };
  return { name: title, about: subtitle === "" ? KIND_LOOKS[kind].label : subtitle };
}

/** An alias has a sign of its own, by which it is told from a stage. */
export const iconOf = ({ kind, title }: Pick<LineageNodeDto, "kind" | "title">): LucideIcon =>
  kind === "placement" && title.includes("@") ? AtSign : KIND_LOOKS[kind].Icon;

/** What an edge says, read from its source to its target. */
export const ROLE_LABELS: Readonly<Record<EdgeRole, string>> = {
  read: "read by",
  logged: "logged",
  evaluated: "evaluated in",
  registered: "registered as",
  copied: "copied to",
  requested: "asked for",
  promoted: "promoted to",
  holds: "stands at",
  serves: "served by",
  "rolled-out": "rolled out by",
  "turned-back": "turned back by",
  left: "lost traffic by",
  restored: "restored by",
  steered: "steers",
  watched: "watched by",
  reference: "reference of",
  opened: "opened",
  agreed: "agreed on",
  wrote: "wrote",
  declared: "declared",
  ran: "ran as",
  started: "started",
  version: "has the version",
  same: "same content as",
  place: "same place as",
};

export const roleText = ({ role, details }: { role: EdgeRole; details: readonly string[] }) =>
  [ROLE_LABELS[role], ...details].join(" · ");

export interface StateLook {
  label: string;
  tone: Tone;
  Icon: LucideIcon;
}

const STATES: Readonly<Record<string, StateLook>> = {
  RUNNING: { label: "Running", tone: "info", Icon: LoaderCircle },
  SCHEDULED: { label: "Scheduled", tone: "neutral", Icon: CircleDashed },
  FINISHED: { label: "Finished", tone: "success", Icon: CircleCheck },
  FAILED: { label: "Failed", tone: "danger", Icon: CircleX },
  KILLED: { label: "Killed", tone: "warning", Icon: CircleSlash },
  PENDING: { label: "Being logged", tone: "info", Icon: Hourglass },
  UPLOAD_FAILED: { label: "Upload failed", tone: "danger", Icon: CircleX },
  PENDING_REGISTRATION: { label: "Being registered", tone: "info", Icon: Hourglass },
  FAILED_REGISTRATION: { label: "Registration failed", tone: "danger", Icon: CircleX },
  pending: { label: "Waiting", tone: "info", Icon: Hourglass },
  approved: { label: "Approved", tone: "success", Icon: CircleCheck },
  promoted: { label: "Applied", tone: "success", Icon: Rocket },
  rejected: { label: "Rejected", tone: "danger", Icon: CircleX },
  withdrawn: { label: "Withdrawn", tone: "neutral", Icon: CircleSlash },
  expired: { label: "Expired", tone: "warning", Icon: Clock },
  failed: { label: "Failed", tone: "danger", Icon: TriangleAlert },
  running: { label: "Running", tone: "info", Icon: LoaderCircle },
  queued: { label: "Waiting", tone: "neutral", Icon: Hourglass },
  starting: { label: "Starting", tone: "info", Icon: LoaderCircle },
  succeeded: { label: "Succeeded", tone: "success", Icon: CircleCheck },
  cancelled: { label: "Cancelled", tone: "neutral", Icon: CircleSlash },
  lost: { label: "Lost", tone: "warning", Icon: TriangleAlert },
  initialising: { label: "Loading", tone: "info", Icon: LoaderCircle },
  progressing: { label: "In progress", tone: "info", Icon: LoaderCircle },
  waiting_approval: { label: "Waits for somebody", tone: "warning", Icon: Hourglass },
  promoting: { label: "Taking over", tone: "info", Icon: LoaderCircle },
  paused: { label: "Paused", tone: "warning", Icon: CirclePause },
  rolling_back: { label: "Rolling back", tone: "danger", Icon: Undo2 },
  rolled_back: { label: "Rolled back", tone: "danger", Icon: Undo2 },
  aborted: { label: "Aborted", tone: "warning", Icon: CircleSlash },
  superseded: { label: "Superseded", tone: "neutral", Icon: CircleSlash },
  complete: { label: "Complete", tone: "success", Icon: CircleCheck },
  fail: { label: "Failed", tone: "danger", Icon: CircleX },
  open: { label: "Open", tone: "warning", Icon: TriangleAlert },
  acknowledged: { label: "Acknowledged", tone: "info", Icon: Hourglass },
  resolved: { label: "Resolved", tone: "success", Icon: CircleCheck },
  abort: { label: "Aborted", tone: "warning", Icon: CircleSlash },
};

/** Ready is what most things are: it is not said. */
const UNSAID = new Set(["", "READY"]);

export function stateLook({ state, isDeleted }: Pick<LineageNodeDto, "state" | "isDeleted">) {
  if (isDeleted) return { label: "Deleted", tone: "danger", Icon: CircleX } satisfies StateLook;
  if (UNSAID.has(state)) return null;
  return STATES[state] ?? { label: state, tone: "neutral" as const, Icon: CircleDashed };
}

export const DIRECTION_LABELS: Readonly<Record<Direction, { of: string; verb: string }>> = {
  upstream: { of: "upstream", verb: "What it was made of" },
  downstream: { of: "downstream", verb: "What was made of it" },
};
