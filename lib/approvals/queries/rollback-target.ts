import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { orNull } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import type { ModelVersionDto } from "@/lib/models/dto/models";
import { getModelVersion } from "@/lib/models/queries/registered-models";
import { describeVersionFiles } from "@/lib/models/queries/version-files";
import { compareSignatures } from "@/lib/models/rules/signatures";
import type { RollbackTargetDto } from "../dto/rollback";
import { rollbackChecks } from "../rules/rollback";
import type { RequestRow } from "../sql/elections";
import { versionBefore } from "../sql/evidence";
import { requestNotFound } from "../sql/requests";

/** What other requests know of a version of the same model: whether its files were verified, and who brought it there. */
async function historyOf(row: RequestRow, version: number) {
  const { workspaceId, modelId, targetKind, targetValue } = row;
  const [result, promoted] = await Promise.all([
    db().gateResult.findFirst({
      where: { workspaceId, kind: "artifact_verified", request: { modelId, version } },
      orderBy: { id: "desc" },
      select: { verdict: true, ranAt: true },
    }),
    db().approvalRequest.findFirst({
      where: { workspaceId, modelId, version, targetKind, targetValue, status: "promoted" },
      orderBy: { number: "desc" },
      select: { number: true },
    }),
  ]);
  return {
    loaded: result ? { verdict: result.verdict, at: result.ranAt } : null,
    approvedIn: promoted?.number ?? null,
  };
}

async function filesOf(actor: Actor, version: ModelVersionDto | null) {
  if (!version) return { files: "elsewhere" as const, model: null };
  const { location, model } = await describeVersionFiles(actor, version);
  if (model) return { files: "readable" as const, model };
  return { files: location === null ? ("elsewhere" as const) : ("unreadable" as const), model };
}

/** Where a rollback of a request would lead, looked at now: whether it is there, whole, and can be called. */
export async function getRollbackTarget(
  actor: Actor,
  { number }: { number: number },
): Promise<RollbackTargetDto> {
  assertCan(actor, "approval:read");
  const { workspaceId } = actor;
  const row = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId, number } },
  });
  if (!row) throw requestNotFound(number);
  const version = await versionBefore(db(), row);
  if (version === null) return { version: null, checks: [] };
  const name = row.modelName;
  const [base, candidate, history] = await Promise.all([
    orNull(getModelVersion(actor, { name, version: String(version) })),
    orNull(getModelVersion(actor, { name, version: String(row.version) })),
    historyOf(row, version),
  ]);
  const [before, after] = await Promise.all([filesOf(actor, base), filesOf(actor, candidate)]);
  const checks = rollbackChecks({
    version,
    status: base?.status ?? null,
    files: before.files,
    signature: compareSignatures(before.model, after.model),
    ...history,
  });
  return { version, checks };
}
