import "server-only";
import { type Actor, assertCan, onlyWorkspaceOf } from "@/lib/access/actor";
import { forgetActors } from "@/lib/access/program-actor";
import { hashSecret, newToken } from "@/lib/access/secrets";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { type TokenDto, toTokenDto } from "../dto";
import type { CreateTokenInput } from "../schema";

const MAX_TOKENS = 200;
const SHOWN_PREFIX = 8;

/** A token and its secret, which is not kept and cannot be shown again. */
export interface NewToken {
  token: TokenDto;
  secret: string;
}

/** A token never makes one that can do more than itself. */
function assertNoEscalation(actor: Actor, input: CreateTokenInput, expiresAt: Date | null): void {
  const missing = input.scopes.filter((scope) => actor.scopes && !actor.scopes.has(scope));
  if (missing.length > 0)
    throw new AppError(
      "FORBIDDEN",
      `Permission denied: this token lacks the scope "${missing[0]}", so it cannot give it away.`,
      { scopes: "A token cannot make one that can do more than itself." },
    );
  if (actor.isBound && !input.isBound)
    throw new AppError(
      "FORBIDDEN",
      "Permission denied: a token of one workspace cannot make one for every workspace.",
    );
  if (actor.expiresAt && (expiresAt === null || expiresAt > actor.expiresAt))
    throw new AppError(
      "FORBIDDEN",
      "Permission denied: a token cannot make one that outlives it.",
      { expiresInDays: `At most until ${actor.expiresAt.toISOString()}.` },
    );
}

/** Makes an API token for the caller. */
export async function createToken(actor: Actor, input: CreateTokenInput): Promise<NewToken> {
  assertCan(actor, "token:create");
  const expiresAt =
    input.expiresInDays === null ? null : new Date(Date.now() + input.expiresInDays * 86_400_000);
  assertNoEscalation(actor, input, expiresAt);
  const secret = newToken();
  const row = await db().$transaction(async (tx) => {
    const held = await tx.apiToken.count({ where: { userId: actor.userId, revokedAt: null } });
    if (held >= MAX_TOKENS)
      throw new AppError(
        "CONFLICT",
        `You have ${held} tokens. Revoke some that you do not use before making more.`,
      );
    const created = await tx.apiToken.create({
      data: {
        userId: actor.userId,
        workspaceId: input.isBound ? actor.workspaceId : null,
        name: input.name,
        hash: hashSecret(secret),
        prefix: secret.slice(0, SHOWN_PREFIX),
        scopes: [...input.scopes],
        expiresAt,
      },
      include: { user: true, workspace: true },
    });
    await recordAudit(tx, actor, {
      action: "token.created",
      subject: `token ${created.id}`,
      label: input.name,
      after: {
        scopes: input.scopes,
        expiresAt: expiresAt?.toISOString() ?? null,
        isBound: input.isBound,
      },
    });
    return created;
  });
  return { token: toTokenDto(row), secret };
}

/** Ends a token of the caller's own, or, for admins, one that is bound to the workspace. */
export async function revokeToken(actor: Actor, id: string): Promise<void> {
  assertCan(actor, "token:create");
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM api_tokens WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.apiToken.findUnique({ where: { id }, include: { user: true } });
    const isHere = row?.workspaceId === actor.workspaceId;
    const only = onlyWorkspaceOf(actor);
    const isOwn = row?.userId === actor.userId && (only === null || isHere);
    if (!row || !(isOwn || isHere || actor.isOperator))
      throw new AppError("NOT_FOUND", "This token does not exist.");
    if (!isOwn) assertCan(actor, "token:manage");
    if (row.revokedAt) return;
    await tx.apiToken.update({ where: { id }, data: { revokedAt: new Date() } });
    await recordAudit(tx, actor, {
      action: "token.revoked",
      subject: `token ${id}`,
      label: row.name,
      before: { owner: row.user.id, scopes: row.scopes },
    });
  });
  forgetActors();
}
