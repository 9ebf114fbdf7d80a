import type { Scope } from "@/lib/access/permissions";
import { SCOPES } from "@/lib/access/permissions";

export const SCOPE_LABELS: Readonly<Record<Scope, { label: string; description: string }>> = {
  "tracking:read": {
    label: "Read tracking",
    description: "Experiments, runs, metrics, datasets, artifacts",
  },
  "tracking:write": {
    label: "Write tracking",
    description: "Log runs, edit experiments, upload artifacts",
  },
  "registry:read": { label: "Read registry", description: "Registered models and their versions" },
  "registry:write": {
    label: "Write registry",
    description: "Register models and versions, set aliases and stages",
  },
  "approvals:read": {
    label: "Read approvals",
    description: "Approval requests, their evidence and signatures, and policies",
  },
  "approvals:request": {
    label: "Request approvals",
    description: "Open, change and withdraw requests, and comment",
  },
  "approvals:report": {
    label: "Report checks",
    description: "What a check of your CI found, for the gates that wait for it",
  },
  "approvals:sign": {
    label: "Sign approvals",
    description:
      "Approve, reject or waive in your name, without your password. For trusted programs only",
  },
  "approvals:apply": {
    label: "Apply approvals",
    description: "Bring about what others have approved, where a policy leaves that to a person",
  },
  "lineage:read": {
    label: "Read lineage",
    description: "What was made of what, across datasets, runs and models",
  },
  "lineage:write": {
    label: "Report lineage",
    description: "Send OpenLineage events: what Airflow, Spark or dbt need",
  },
  "compute:read": {
    label: "Read jobs",
    description: "Training jobs, their logs, and where they run",
  },
  "compute:launch": {
    label: "Launch jobs",
    description: "Run commands on compute backends, with write tracking; cancel your own",
  },
  "serving:read": {
    label: "Read deployments",
    description: "Deployments, their revisions and their traffic",
  },
  "serving:predict": {
    label: "Ask for predictions",
    description: "What an application needs that calls deployments, and nothing else",
  },
  "serving:write": {
    label: "Write deployments",
    description: "Deploy versions and set traffic where no policy protects the environment",
  },
  "serving:operate": {
    label: "Operate protected deployments",
    description:
      "With write deployments: traffic, rollouts and rollbacks in protected environments",
  },
  "monitoring:read": {
    label: "Read monitors and incidents",
    description: "What is watched, what was found, and what became of it",
  },
  "monitoring:write": {
    label: "Write monitors and incidents",
    description: "Watch deployments against a reference; take up incidents and resolve them",
  },
  "workspace:read": { label: "Read workspace", description: "Members and settings" },
  "workspace:admin": {
    label: "Manage workspace",
    description: "Members, invitations and tokens, as far as your role goes",
  },
};

export const PRESETS = [
  {
    value: "training",
    label: "Training",
    description: "Log runs and register models: what a training script needs",
    scopes: ["tracking:read", "tracking:write", "registry:read", "registry:write"],
  },
  {
    value: "reading",
    label: "Reading",
    description: "Read everything, change nothing: for reports and model loading",
    scopes: [
      "tracking:read",
      "registry:read",
      "lineage:read",
      "compute:read",
      "serving:read",
      "workspace:read",
    ],
  },
  { value: "everything", label: "Everything I may do", description: "All scopes", scopes: SCOPES },
  { value: "custom", label: "Custom", description: "Choose scopes one by one", scopes: null },
] as const;

const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && other.every((scope) => one.includes(scope));

/** Scopes in a few words: the preset's name, or the scopes themselves. */
export function describeScopes(scopes: readonly Scope[]): string {
  const preset = PRESETS.find((one) => one.scopes !== null && same(scopes, one.scopes));
  return preset?.label ?? scopes.join(", ");
}
