import { AppError } from "@/lib/core/errors";
import { can, type Permission, type Role, type Scope, scopeOf } from "./permissions";

/** Who is asking, in which workspace, and what they may do there. */
export interface Actor {
  userId: string;
  email: string;
  name: string;
  /** Name of the API token that acted for the user, or null for a person at a screen. */
  tokenName: string | null;
  /** Scopes of that token, or null for a person, who has whatever the role gives. */
  scopes: ReadonlySet<Scope> | null;
  isOperator: boolean;
  workspaceId: string;
  workspaceSlug: string;
  role: Role;
}

/** The first line of every query and command. Throws FORBIDDEN with what is missing. */
export function assertCan(actor: Actor, permission: Permission): void {
  if (!can(actor.role, permission))
    throw new AppError(
      "FORBIDDEN",
      `Permission denied: the role "${actor.role}" in workspace "${actor.workspaceSlug}" does not include "${permission}".`,
    );
  const scope = scopeOf(permission);
  if (actor.scopes && !actor.scopes.has(scope))
    throw new AppError("FORBIDDEN", `Permission denied: this token lacks the scope "${scope}".`);
}
