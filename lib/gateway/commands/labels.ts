import "server-only";
import { createHash } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { canonicalJson } from "@/lib/core/canonical-json";
import { inTransaction } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import type { PostedLabelsDto } from "../dto/predictions";
import type { LabelsInput } from "../schema/predictions";
import { deploymentIdOf } from "../sql/deployment-ids";
import { keepLabels, type NewLabel } from "../sql/labels";

/** True is 1, as it is in answers; whole numbers have no sign when they are zero. */
const toValue = (value: number | boolean | string): number | string =>
  typeof value === "string" ? value : Number(value) + 0;

/** Of everything that was posted at once: it proves what it was, and keeps no key. */
const digestOf = (rows: readonly NewLabel[]): string =>
  createHash("sha256").update(canonicalJson(rows)).digest("hex");

/** Keeps what was true of predictions that were made, or will be logged: labels may come before them. */
export async function postLabels(
  actor: Actor,
  { deployment, labels }: LabelsInput,
): Promise<PostedLabelsDto> {
  assertCan(actor, "deployment:predict");
  const { workspaceId, userId } = actor;
  const rows = labels.map(
    ({ predictionId, key, row, at, value }): NewLabel => ({
      target: predictionId === undefined ? `key:${key}` : `id:${predictionId}`,
      row,
      at: at ?? null,
      value: toValue(value),
    }),
  );
  const kept = await inTransaction(async (tx) => {
    const deploymentId = await deploymentIdOf(tx, workspaceId, deployment);
    const counts = await keepLabels(tx, { workspaceId, deploymentId, userId }, rows);
    if (counts.added + counts.corrected > 0)
      await recordAuditSql(tx, actor, {
        action: "prediction-log.labelled",
        subject: `prediction log ${deployment}`,
        details: { ...counts, received: labels.length, sha256: digestOf(rows) },
      });
    return { deploymentId, ...counts };
  });
  const { deploymentId, added, corrected } = kept;
  if (added + corrected > 0) announce(workspaceId, `deployment:${deploymentId}`);
  return { received: labels.length, added, corrected };
}
