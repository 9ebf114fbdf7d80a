import "server-only";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import type { Actor } from "./actor";
import { resolveActor } from "./memberships";
import { isScope } from "./permissions";
import { hashSecret } from "./secrets";

const CACHE_MS = 3_000;
const CACHE_LIMIT = 5_000;
const LAST_USED_MS = 60_000;

interface CacheEntry {
  actor: Promise<Actor>;
  /** The same once it is there: whoever finds it waits for nothing. */
  found: Actor | null;
  until: number;
}
const shared = globalThis as typeof globalThis & { slipwayActors?: Map<string, CacheEntry> };

function actors(): Map<string, CacheEntry> {
  shared.slipwayActors ??= new Map();
  return shared.slipwayActors;
}

/** Makes this process forget who tokens belong to; other replicas do so within three seconds. */
export function forgetActors(): void {
  actors().clear();
}

/** The token in an Authorization header: Bearer, or the password of Basic, which is what MLflow clients send. */
export function tokenOf(authorization: string | undefined): string | null {
  const [, scheme = "", value = ""] = /^(\w+)\s+(\S+)\s*$/.exec(authorization ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return null;
  const decoded = Buffer.from(value, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return colon < 0 ? null : decoded.slice(colon + 1) || null;
}

async function findActor(token: string, slug: string | null): Promise<Actor> {
  const row = await db().apiToken.findUnique({ where: { hash: hashSecret(token) } });
  const now = new Date();
  if (!row || row.revokedAt || (row.expiresAt && row.expiresAt <= now))
    throw new AppError(
      "UNAUTHENTICATED",
      "This API token is not known, has expired or was revoked.",
    );
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > LAST_USED_MS)
    await db().apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  return resolveActor({
    userId: row.userId,
    slug,
    boundTo: row.workspaceId,
    tokenName: row.name,
    credential: `token:${row.id}`,
    scopes: new Set(row.scopes.filter(isScope)),
    expiresAt: row.expiresAt,
  });
}

const cacheKey = (token: string, slug: string | null) => `${slug ?? ""}\n${token}`;

const isExpired = ({ expiresAt }: Actor): boolean => expiresAt !== null && expiresAt <= new Date();

/** Who a token was found to stand for within the last three seconds; null where that has to be looked up. */
export function rememberedActor(token: string, slug: string | null): Actor | null {
  const known = actors().get(cacheKey(token, slug));
  if (!known?.found || known.until <= Date.now()) return null;
  // Remembering a token does not prolong it.
  return isExpired(known.found) ? null : known.found;
}

/** Who a token stands for, in the workspace named or the token's own. Remembered for three seconds. */
export async function actorOfToken(token: string, slug: string | null): Promise<Actor> {
  const cache = actors();
  const key = cacheKey(token, slug);
  const known = cache.get(key);
  if (known && known.until > Date.now()) {
    const actor = await known.actor;
    if (!isExpired(actor)) return actor;
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const actor = findActor(token, slug);
  const entry: CacheEntry = { actor, found: null, until: Date.now() + CACHE_MS };
  cache.set(key, entry);
  actor.then(
    (found) => {
      entry.found = found;
    },
    () => cache.delete(key),
  );
  return actor;
}
