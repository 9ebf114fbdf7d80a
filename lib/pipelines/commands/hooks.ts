import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { sealSecret } from "@/lib/access/sealed-secrets";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import type { HookDto, HookSecretDto } from "../dto/hooks";
import { getHook } from "../queries/hooks";
import type { HookFields, HookInput, ReviseHookInput, RotateHookInput } from "../schema/hooks";
import type { PipelineInput } from "../schema/pipelines";
import { lockHook } from "../sql/hooks";
import { lockPipeline } from "../sql/pipelines";

/** The key with which secrets of these webhooks are kept. */
export const HOOK_PURPOSE = "pipeline hook secret";

const MAX_HOOKS = 20;

const subjectOf = (id: string) => `pipeline hook ${id}`;
const newSecret = () => `whsec_${randomBytes(32).toString("base64url")}`;

/** Whoever saves a webhook has its jobs launched in their name, so they must be let to launch them. */
function assertMayLaunch(actor: Actor): void {
  assertCan(actor, "job:launch");
  assertCan(actor, "run:write");
}

async function assertPossible(
  tx: SqlClient,
  actor: Actor,
  { pipelineId, name }: PipelineInput & HookFields,
): Promise<void> {
  await lockPipeline(tx, actor, pipelineId);
  const { rows } = await tx.query<{ name: string }>(
    "SELECT name FROM pipeline_hooks WHERE workspace_id = $1 AND pipeline_id = $2",
    [actor.workspaceId, pipelineId],
  );
  if (rows.length >= MAX_HOOKS)
    throw new AppError("CONFLICT", `A pipeline has at most ${MAX_HOOKS} webhooks.`);
  if (!rows.some((row) => row.name === name)) return;
  const message = `This pipeline has a webhook “${name}” already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

/** Makes a webhook that launches in the name of whoever makes it. Its secret is answered this once. */
export async function createHook(
  actor: Actor,
  input: PipelineInput & HookFields,
): Promise<HookSecretDto> {
  assertCan(actor, "pipeline:write");
  assertMayLaunch(actor);
  const { pipelineId, name } = input;
  const hookId = randomUUID();
  const secret = newSecret();
  await inTransaction(async (tx) => {
    await assertPossible(tx, actor, input);
    await tx.query(
      `INSERT INTO pipeline_hooks (id, workspace_id, pipeline_id, name, sealed_secret, saved_by_id)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        hookId,
        actor.workspaceId,
        pipelineId,
        name,
        sealSecret(HOOK_PURPOSE, hookId, secret),
        actor.userId,
      ],
    );
    await recordAuditSql(tx, actor, {
      action: "pipeline-hook.created",
      subject: subjectOf(hookId),
      label: name,
      after: { pipeline: pipelineId, name },
    });
  });
  announce(actor.workspaceId, `pipeline:${pipelineId}`);
  return { hook: await getHook(actor, { pipelineId, hookId }), secret };
}

/** Makes another secret; the one before is taken for a while. From then on it launches in the name of whoever did so. */
export async function rotateHook(
  actor: Actor,
  { graceHours, ...place }: RotateHookInput,
): Promise<HookSecretDto> {
  assertCan(actor, "pipeline:write");
  assertMayLaunch(actor);
  const secret = newSecret();
  await inTransaction(async (tx) => {
    const { name } = await lockHook(tx, actor, place);
    await tx.query(
      `UPDATE pipeline_hooks SET sealed_previous = sealed_secret, previous_until = now() + make_interval(hours => $3),
         sealed_secret = $4, saved_by_id = $5, saved_at = now() WHERE workspace_id = $1 AND id = $2`,
      [
        actor.workspaceId,
        place.hookId,
        graceHours,
        sealSecret(HOOK_PURPOSE, place.hookId, secret),
        actor.userId,
      ],
    );
    await recordAuditSql(tx, actor, {
      action: "pipeline-hook.rotated",
      subject: subjectOf(place.hookId),
      label: name,
      details: { graceHours },
    });
  });
  announce(actor.workspaceId, `pipeline:${place.pipelineId}`);
  return { hook: await getHook(actor, place), secret };
}

/** Switches a webhook off or on; whoever switches it on has its jobs launched in their name. */
export async function reviseHook(
  actor: Actor,
  { isEnabled, ...place }: ReviseHookInput,
): Promise<HookDto> {
  assertCan(actor, "pipeline:write");
  if (isEnabled) assertMayLaunch(actor);
  await inTransaction(async (tx) => {
    const before = await lockHook(tx, actor, place);
    await tx.query(
      `UPDATE pipeline_hooks SET is_enabled = $3, saved_by_id = CASE WHEN $3 THEN $4::uuid ELSE saved_by_id END,
         saved_at = now() WHERE workspace_id = $1 AND id = $2`,
      [actor.workspaceId, place.hookId, isEnabled, actor.userId],
    );
    await recordAuditSql(tx, actor, {
      action: "pipeline-hook.revised",
      subject: subjectOf(place.hookId),
      label: before.name,
      before: { isEnabled: before.isEnabled, savedBy: before.savedBy },
      after: { isEnabled },
    });
  });
  announce(actor.workspaceId, `pipeline:${place.pipelineId}`);
  return getHook(actor, place);
}

export async function deleteHook(actor: Actor, place: HookInput): Promise<void> {
  assertCan(actor, "pipeline:write");
  await inTransaction(async (tx) => {
    const { name } = await lockHook(tx, actor, place);
    await tx.query("DELETE FROM pipeline_hooks WHERE workspace_id = $1 AND id = $2", [
      actor.workspaceId,
      place.hookId,
    ]);
    await recordAuditSql(tx, actor, {
      action: "pipeline-hook.deleted",
      subject: subjectOf(place.hookId),
      label: name,
    });
  });
  announce(actor.workspaceId, `pipeline:${place.pipelineId}`);
}
