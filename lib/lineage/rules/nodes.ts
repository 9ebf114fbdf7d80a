/** What the graph is made of, in the order in which data becomes a model that serves and is watched. */
export const NODE_KINDS = [
  "external-job",
  "external-run",
  "external-dataset",
  "dataset-version",
  "job",
  "run",
  "logged-model",
  "model-version",
  "approval",
  "placement",
  "rollout",
  "rollback",
  "deployment",
  "monitor",
  "incident",
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** What each domain calls it: an id that never changes, of the shape that its kind has. */
const KEYS: Readonly<Record<NodeKind, RegExp>> = {
  "external-job": /^\d{1,18}$/,
  "external-run": /^\d{1,18}$/,
  "external-dataset": /^\d{1,18}$/,
  "dataset-version": /^\d{1,18}$/,
  job: /^\d{1,9}$/,
  run: /^[0-9a-f]{32}$/,
  "logged-model": /^[\w-]{1,255}$/,
  "model-version": /^\d{1,18}$/,
  approval: /^\d{1,9}$/,
  rollout: /^\d{1,18}$/,
  rollback: /^\d{1,18}\/\d{1,9}$/,
  deployment: /^\d{1,18}$/,
  monitor: /^\d{1,18}$/,
  incident: /^\d{1,9}$/,
  placement: /^\d{1,18}\/(?:alias|stage)\/[^\0]{1,255}$/,
};

export interface NodeRef {
  kind: NodeKind;
  key: string;
}

export function isNodeKind(value: string): value is NodeKind {
  return NODE_KINDS.some((kind) => kind === value);
}

export const isNodeRef = ({ kind, key }: { kind: string; key: string }): boolean =>
  isNodeKind(kind) && KEYS[kind].test(key);

/** "run:0123…": how addresses, programs and screens name a node. */
export const nodeId = ({ kind, key }: NodeRef): string => `${kind}:${key}`;

/** Null for what names no node. */
export function parseNodeId(id: string): NodeRef | null {
  const colon = id.indexOf(":");
  const kind = id.slice(0, colon);
  const key = id.slice(colon + 1);
  return isNodeKind(kind) && KEYS[kind].test(key) ? { kind, key } : null;
}

export const DIRECTIONS = ["upstream", "downstream"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What an edge says about its two ends: read by, logged, read to be evaluated, registered as, and so on. */
const EDGE_ROLES = [
  "read",
  "logged",
  "evaluated",
  "registered",
  "copied",
  "requested",
  "promoted",
  "holds",
  "serves",
  "rolled-out",
  "turned-back",
  "left",
  "restored",
  "steered",
  "watched",
  "reference",
  "opened",
  "agreed",
  "wrote",
  "declared",
  "ran",
  "started",
  "version",
  "same",
  "place",
] as const;
export type EdgeRole = (typeof EDGE_ROLES)[number];

export function isEdgeRole(value: string): value is EdgeRole {
  return EDGE_ROLES.some((role) => role === value);
}
