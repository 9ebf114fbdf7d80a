import { canonicalJson } from "@/lib/core/canonical-json";
import { rolloutPlan } from "../schema/requests";

/** One thing that is not what it was in the evidence before. */
export interface EvidenceDifference {
  what: string;
  /** Null for what was not there. */
  before: string | null;
  after: string | null;
}

const LABELS: Readonly<Record<string, string>> = {
  "version.model": "Name of the model",
  "version.source": "Source",
  "version.storageLocation": "Place of the files",
  "version.run": "Run",
  "version.loggedModel": "Logged model",
  "version.riskTier": "Risk tier",
  "version.stage": "Stage",
  "target.replaces": "Version at the target",
  "target.archivesExisting": "Archives what is there",
  "plan.rollout.description": "Rollout plan",
  "plan.rollout.steps": "Steps of the rollout",
  "plan.rollout.abortRule": "Rule to abort",
  "plan.scheduledFor": "Time to be applied",
  "policy.number": "Version of the policy",
  "policy.hash": "Content of the policy",
  "policy.version": "Policy",
  "card.number": "Version of the model card",
  "card.hash": "Content of the model card",
};

const MAX_TEXT = 200;
/** As much of a hash as tells it apart from another; the whole one is in the evidence. */
const SHORT_HASH = 12;

/** A value as people read it. */
function textOf(path: string, value: unknown): string {
  if (typeof value === "string") {
    if (/^[0-9a-f]{64}$/.test(value)) return `${value.slice(0, SHORT_HASH)}…`;
    if (path.endsWith(".waiver")) return "given";
    return path.endsWith(".verdict") ? value.replaceAll("_", " ") : value;
  }
  if (path !== "plan.rollout.steps") return canonicalJson(value);
  const rollout = rolloutPlan.shape.steps.safeParse(value);
  if (!rollout.success) return canonicalJson(value);
  return rollout.data
    .map(({ weight, bakeMinutes }) =>
      bakeMinutes === 0 ? `${weight} %` : `${weight} % for ${bakeMinutes} min`,
    )
    .join(", then ");
}

function shown(path: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = textOf(path, value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Values by path. Gates are told apart by their keys, whatever their order. */
function flatten(value: unknown, path: string, into: Map<string, unknown>): void {
  if (path === "gates" && Array.isArray(value)) {
    for (const gate of value) {
      const { key, ...rest } = { key: "", ...gate };
      for (const [name, part] of Object.entries(rest)) into.set(`gates.${key}.${name}`, part);
    }
  } else if (isObject(value))
    for (const [name, part] of Object.entries(value))
      flatten(part, path === "" ? name : `${path}.${name}`, into);
  else into.set(path, value);
}

const GATE_PARTS: Readonly<Record<string, string>> = {
  verdict: "verdict",
  evidenceHash: "what was measured",
  waiver: "waiver",
};

function labelOf(path: string): string {
  const [, key, part] = /^gates\.(.+)\.([^.]+)$/.exec(path) ?? [];
  if (key && part) return `Gate ${key}: ${GATE_PARTS[part] ?? part}`;
  return LABELS[path] ?? path.replaceAll(".", " ");
}

/** What differs between two bundles of evidence, thing by thing. */
export function differencesBetween(before: unknown, after: unknown): EvidenceDifference[] {
  const [old, now] = [new Map<string, unknown>(), new Map<string, unknown>()];
  flatten(before, "", old);
  flatten(after, "", now);
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => canonicalJson(old.get(path) ?? null) !== canonicalJson(now.get(path) ?? null))
    .map((path) => ({
      what: labelOf(path),
      before: shown(path, old.get(path)),
      after: shown(path, now.get(path)),
    }));
}
