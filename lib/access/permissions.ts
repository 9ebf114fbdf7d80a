/** What each role may do. Deny by default: what is not listed here is refused. */
export const ROLES = ["viewer", "contributor", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What a token may be limited to; each permission belongs to exactly one scope. */
export const SCOPES = [
  "tracking:read",
  "tracking:write",
  "registry:read",
  "registry:write",
  "approvals:read",
  "approvals:request",
  "approvals:report",
  "approvals:sign",
  "approvals:apply",
  "lineage:read",
  "lineage:write",
  "compute:read",
  "compute:launch",
  "serving:read",
  "serving:predict",
  "serving:write",
  "serving:operate",
  "monitoring:read",
  "monitoring:write",
  "workspace:read",
  "workspace:admin",
] as const;
export type Scope = (typeof SCOPES)[number];

/** From least to most: anybody signed in, the roles of a workspace, whoever runs the installation. */
const STANDINGS = ["person", ...ROLES, "operator"] as const;
export type Standing = (typeof STANDINGS)[number];

interface Grant {
  /** The least standing that has it. */
  from: Standing;
  /** What a token needs for it; null for what every token may do. */
  scope: Scope | null;
}

const PERMISSIONS = {
  "experiment:read": { from: "viewer", scope: "tracking:read" },
  "experiment:write": { from: "contributor", scope: "tracking:write" },
  "run:read": { from: "viewer", scope: "tracking:read" },
  "run:write": { from: "contributor", scope: "tracking:write" },
  "view:write": { from: "viewer", scope: "tracking:write" },
  "dataset:read": { from: "viewer", scope: "tracking:read" },
  "dataset:write": { from: "contributor", scope: "tracking:write" },
  "artifact:read": { from: "viewer", scope: "tracking:read" },
  "artifact:write": { from: "contributor", scope: "tracking:write" },
  "model:read": { from: "viewer", scope: "registry:read" },
  "model:write": { from: "contributor", scope: "registry:write" },
  "approval:read": { from: "viewer", scope: "approvals:read" },
  "approval:request": { from: "contributor", scope: "approvals:request" },
  "approval:vote": { from: "approver", scope: "approvals:sign" },
  "approval:apply": { from: "approver", scope: "approvals:apply" },
  "approval:bypass": { from: "admin", scope: "approvals:sign" },
  "gate:waive": { from: "approver", scope: "approvals:sign" },
  "check:report": { from: "contributor", scope: "approvals:report" },
  "risk:propose": { from: "contributor", scope: "registry:write" },
  "risk:confirm": { from: "approver", scope: "approvals:sign" },
  "policy:read": { from: "viewer", scope: "approvals:read" },
  "policy:write": { from: "admin", scope: "workspace:admin" },
  "lineage:read": { from: "viewer", scope: "lineage:read" },
  "lineage:write": { from: "contributor", scope: "lineage:write" },
  "job:read": { from: "viewer", scope: "compute:read" },
  "job:launch": { from: "contributor", scope: "compute:launch" },
  "job:stop": { from: "contributor", scope: "compute:launch" },
  "pipeline:read": { from: "viewer", scope: "compute:read" },
  "pipeline:write": { from: "contributor", scope: "compute:launch" },
  "backend:read": { from: "viewer", scope: "compute:read" },
  "backend:manage": { from: "admin", scope: "workspace:admin" },
  "deployment:read": { from: "viewer", scope: "serving:read" },
  "deployment:predict": { from: "contributor", scope: "serving:predict" },
  "deployment:write": { from: "contributor", scope: "serving:write" },
  "deployment:operate": { from: "approver", scope: "serving:operate" },
  "monitor:read": { from: "viewer", scope: "monitoring:read" },
  "monitor:write": { from: "contributor", scope: "monitoring:write" },
  "incident:read": { from: "viewer", scope: "monitoring:read" },
  "incident:write": { from: "contributor", scope: "monitoring:write" },
  "maintenance:manage": { from: "approver", scope: "monitoring:write" },
  "alert-route:read": { from: "admin", scope: "workspace:admin" },
  "alert-route:manage": { from: "admin", scope: "workspace:admin" },
  "portfolio:read": { from: "viewer", scope: "serving:read" },
  "environment:manage": { from: "admin", scope: "workspace:admin" },
  "workspace:read": { from: "viewer", scope: "workspace:read" },
  "workspace:update": { from: "admin", scope: "workspace:admin" },
  "workspace:create": { from: "operator", scope: "workspace:admin" },
  "workspace:delete": { from: "operator", scope: "workspace:admin" },
  "member:read": { from: "viewer", scope: "workspace:read" },
  "member:manage": { from: "admin", scope: "workspace:admin" },
  "token:read": { from: "viewer", scope: "workspace:read" },
  "token:create": { from: "viewer", scope: "workspace:admin" },
  "token:manage": { from: "admin", scope: "workspace:admin" },
  "audit:read": { from: "approver", scope: "workspace:admin" },
  "retention:manage": { from: "admin", scope: "workspace:admin" },
  "hold:place": { from: "approver", scope: "workspace:admin" },
  "hold:release": { from: "admin", scope: "workspace:admin" },
  "webhook:read": { from: "admin", scope: "workspace:admin" },
  "webhook:manage": { from: "admin", scope: "workspace:admin" },
  "notification:read": { from: "viewer", scope: "workspace:read" },
  "notification:update": { from: "viewer", scope: "workspace:admin" },
  "account:read": { from: "person", scope: null },
  "account:update": { from: "person", scope: "workspace:admin" },
  "user:read": { from: "operator", scope: "workspace:admin" },
  "user:manage": { from: "operator", scope: "workspace:admin" },
} as const satisfies Record<string, Grant>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether a role has a permission; for showing or hiding a button. Data functions use `assertCan`. */
export function can(standing: Standing, permission: Permission): boolean {
  return STANDINGS.indexOf(standing) >= STANDINGS.indexOf(PERMISSIONS[permission].from);
}

export function scopeOf(permission: Permission): Scope | null {
  return PERMISSIONS[permission].scope;
}

export function isScope(value: string): value is Scope {
  return SCOPES.some((scope) => scope === value);
}
