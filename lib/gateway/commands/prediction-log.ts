import "server-only";
import { createHash } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { type AuditValues, recordAuditSql } from "@/lib/audit/record";
import { inTransaction } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { type ErasedDto, type LogSettingsDto, toLogSettingsDto } from "../dto/predictions";
import { forgetLogSettings } from "../jobs/known-logs";
import { DEFAULT_LOG } from "../rules/predictions";
import type { EraseInput, LogSettingsInput } from "../schema/predictions";
import { deploymentIdOf } from "../sql/deployment-ids";
import { erasePredictions, readLogSettings, writeLogSettings } from "../sql/predictions";

const toValues = (settings: LogSettingsDto): AuditValues => ({ ...settings });

/** Changes what the log of a deployment keeps from now on. What is logged already stays as it is until its retention ends. */
export async function reviseLogSettings(
  actor: Actor,
  { deployment, ...asked }: LogSettingsInput,
): Promise<LogSettingsDto> {
  assertCan(actor, "deployment:write");
  const { workspaceId } = actor;
  const { settings, deploymentId } = await inTransaction(async (tx) => {
    const id = await deploymentIdOf(tx, workspaceId, deployment);
    await tx.query("SELECT 1 FROM deployments WHERE id = $1 FOR NO KEY UPDATE", [String(id)]);
    const before = toLogSettingsDto(
      (await readLogSettings(tx, [id])).get(String(id)) ?? DEFAULT_LOG,
    );
    const given = Object.entries(asked).filter(([, value]) => value !== undefined);
    const after = toLogSettingsDto({ ...before, ...Object.fromEntries(given) });
    await writeLogSettings(tx, { workspaceId, deploymentId: id }, after);
    await recordAuditSql(tx, actor, {
      action: "prediction-log.revised",
      subject: `prediction log ${deployment}`,
      before: toValues(before),
      after: toValues(after),
    });
    return { settings: after, deploymentId: id };
  });
  forgetLogSettings(deploymentId);
  announce(workspaceId, `deployment:${deploymentId}`);
  return settings;
}

/** Erases everything that is logged under a business key: predictions and labels. The key itself is kept nowhere, only its hash. */
export async function eraseByKey(
  actor: Actor,
  { deployment, key }: EraseInput,
): Promise<ErasedDto> {
  assertCan(actor, "deployment:operate");
  const { workspaceId } = actor;
  const { erased, deploymentId } = await inTransaction(async (tx) => {
    const id = await deploymentIdOf(tx, workspaceId, deployment);
    const counts = await erasePredictions(tx, { workspaceId, deploymentId: id }, key);
    await recordAuditSql(tx, actor, {
      action: "prediction-log.erased",
      subject: `prediction log ${deployment}`,
      details: { keySha256: createHash("sha256").update(key).digest("hex"), ...counts },
    });
    return { erased: counts, deploymentId: id };
  });
  announce(workspaceId, `deployment:${deploymentId}`);
  return erased;
}
