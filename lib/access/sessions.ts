import "server-only";
import { decode } from "next-auth/jwt";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import type { Actor, Person } from "./actor";
import { resolveActor } from "./memberships";

export const SESSION_COOKIE = "slipway-session";

/** A person at a screen. */
export interface Session extends Person {
  epoch: number;
  signedInAt: Date | null;
  /** Its own name, and when it ends by itself. */
  id: string;
  expiresAt: Date;
}

export function sessionSecret(): string {
  const secret = env().SLIPWAY_SECRET;
  if (!secret) throw new Error("SLIPWAY_SECRET is not set: the server prepares it at start.");
  return secret;
}

/** The session in a cookie's value, or null when it is absent, forged, expired or ended. */
export async function readSession(cookie: string | undefined): Promise<Session | null> {
  if (!cookie) return null;
  const token = await decode({ token: cookie, secret: sessionSecret() }).catch(() => null);
  if (typeof token?.userId !== "string" || typeof token.epoch !== "number") return null;
  const { jti: id, exp } = token;
  if (typeof id !== "string" || typeof exp !== "number") return null;
  const user = await db().user.findUnique({
    where: { id: token.userId },
    include: { endedSessions: { where: { id } } },
  });
  if (!user || user.disabledAt || user.sessionEpoch !== token.epoch) return null;
  if (user.endedSessions.length > 0) return null;
  return {
    userId: user.id,
    email: user.email,
    name: user.name,
    tokenName: null,
    credential: `session:${id}`,
    scopes: null,
    isOperator: user.isOperator,
    id,
    expiresAt: new Date(exp * 1000),
    epoch: user.sessionEpoch,
    signedInAt: typeof token.signedInAt === "number" ? new Date(token.signedInAt) : null,
  };
}

/** The person with this session. Throws UNAUTHENTICATED without one. */
export async function personOfSession(cookie: string | undefined): Promise<Session> {
  const session = await readSession(cookie);
  if (!session) throw new AppError("UNAUTHENTICATED", "Sign in first.");
  return session;
}

/** Who the person with this session is in a workspace. Throws UNAUTHENTICATED without a session. */
export async function actorOfSession(
  cookie: string | undefined,
  slug: string | null,
): Promise<Actor> {
  const { userId, signedInAt, credential = null } = await personOfSession(cookie);
  return resolveActor({
    userId,
    slug,
    boundTo: null,
    tokenName: null,
    credential,
    scopes: null,
    expiresAt: null,
    signedInAt,
  });
}
