import "server-only";
import { AppError } from "@/lib/core/errors";
import { isStorable } from "@/lib/core/text";
import { db } from "@/lib/db/client";
import type { Actor } from "./actor";
import type { Scope } from "./permissions";

export const DEFAULT_WORKSPACE = "default";

interface Asker {
  userId: string;
  /** Workspace by slug; null picks the one the token is bound to, else the default one, else the oldest membership. */
  slug: string | null;
  /** The only workspace allowed, for a token that is bound to one. */
  boundTo: string | null;
  tokenName: string | null;
  credential?: string | null;
  scopes: ReadonlySet<Scope> | null;
  expiresAt: Date | null;
  signedInAt?: Date | null;
}

async function findUser(userId: string) {
  const user = await db().user.findUnique({
    where: { id: userId },
    include: {
      memberships: { include: { workspace: true }, orderBy: { createdAt: "asc" } },
    },
  });
  if (!user || user.disabledAt)
    throw new AppError("UNAUTHENTICATED", "This account is not active.");
  return user;
}

type UserWithMemberships = Awaited<ReturnType<typeof findUser>>;

/** Operators are admins of every workspace, member or not. */
async function chooseWorkspace(user: UserWithMemberships, asker: Asker) {
  const { memberships } = user;
  if (asker.slug !== null && !isStorable(asker.slug)) return null;
  if (asker.boundTo) {
    const bound = await db().workspace.findUnique({ where: { id: asker.boundTo } });
    if (bound && (asker.slug === null || asker.slug === bound.slug)) return bound;
    return null;
  }
  if (asker.slug !== null) return db().workspace.findUnique({ where: { slug: asker.slug } });
  const preferred = memberships.find(({ workspace }) => workspace.slug === DEFAULT_WORKSPACE);
  return (
    preferred?.workspace ??
    memberships[0]?.workspace ??
    (user.isOperator ? db().workspace.findUnique({ where: { slug: DEFAULT_WORKSPACE } }) : null)
  );
}

/** Who this user is in a workspace. Throws NOT_FOUND for a workspace that is missing or not theirs, alike. */
export async function resolveActor(asker: Asker): Promise<Actor> {
  const user = await findUser(asker.userId);
  const workspace = await chooseWorkspace(user, asker);
  const membership = user.memberships.find(({ workspaceId }) => workspaceId === workspace?.id);
  const role = user.isOperator ? "admin" : membership?.role;
  if (!workspace || !role)
    throw new AppError(
      "NOT_FOUND",
      asker.slug === null
        ? "You are not a member of any workspace yet."
        : `Workspace "${asker.slug}" does not exist, or you are not a member of it.`,
    );
  return {
    userId: user.id,
    email: user.email,
    name: user.name,
    tokenName: asker.tokenName,
    credential: asker.credential ?? null,
    scopes: asker.scopes,
    // A token bound to one workspace reaches nothing of the installation, whoever made it.
    isOperator: user.isOperator && asker.boundTo === null,
    isBound: asker.boundTo !== null,
    expiresAt: asker.expiresAt,
    signedInAt: asker.signedInAt ?? null,
    workspaceId: workspace.id,
    workspaceSlug: workspace.slug,
    role,
  };
}
