import { AppError } from "@/lib/core/errors";
import { can, type Permission, type Role, type Scope, type Standing, scopeOf } from "./permissions";

/** Somebody who has not signed in. */
export interface Visitor {
  /** Network address, for limiting attempts. */
  address: string;
}

/** Somebody who has signed in, whatever the workspace. */
export interface Person {
  userId: string;
  email: string;
  name: string;
  /** Name of the API token that acted for the user, or null for a person at a screen. */
  tokenName: string | null;
  /** What proved who it is, for the audit: "token:<id>" or "session:<id>". */
  credential?: string | null;
  /** Scopes of that token, or null for a person, who has whatever the role gives. */
  scopes: ReadonlySet<Scope> | null;
  /** Runs the installation: creates workspaces, manages every user, is an admin everywhere. */
  isOperator: boolean;
}

/** Who is asking, in which workspace, and what they may do there. */
export interface Actor extends Person {
  workspaceId: string;
  workspaceSlug: string;
  role: Role;
  /** True for a token that works in this workspace only; it reaches nothing outside of it. */
  isBound: boolean;
  /** When the token that acts ends; null for a person at a screen, and for a token without an end. */
  expiresAt: Date | null;
  /** When the person at the screen signed in; null for a token, and for a session that does not say. */
  signedInAt: Date | null;
}

function standingOf(asker: Person | Actor): Standing {
  if (asker.isOperator) return "operator";
  return "role" in asker ? asker.role : "person";
}

function refusal(asker: Person | Actor, permission: Permission): string {
  if ("role" in asker && can("admin", permission))
    return `the role "${asker.role}" in workspace "${asker.workspaceSlug}" does not include "${permission}".`;
  return `"${permission}" is for operators of this installation.`;
}

function hasScope({ scopes }: Person | Actor, permission: Permission): boolean {
  const scope = scopeOf(permission);
  return scope === null || !scopes || scopes.has(scope);
}

/** Whether `assertCan` would let pass: for what is only told along with something else. */
export const isAllowed = (asker: Person | Actor, permission: Permission): boolean =>
  can(standingOf(asker), permission) && hasScope(asker, permission);

/** The first line of every query and command. Throws FORBIDDEN with what is missing. */
export function assertCan(asker: Person | Actor, permission: Permission): void {
  if (isAllowed(asker, permission)) return;
  const why = can(standingOf(asker), permission)
    ? `this token lacks the scope "${scopeOf(permission)}".`
    : refusal(asker, permission);
  throw new AppError("FORBIDDEN", `Permission denied: ${why}`);
}

/** The one workspace that a bound token may know of; null for everybody else. */
export function onlyWorkspaceOf(asker: Person | Actor): string | null {
  return "isBound" in asker && asker.isBound ? asker.workspaceId : null;
}
