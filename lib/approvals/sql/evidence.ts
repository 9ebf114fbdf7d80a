import "server-only";
import { canonicalJson } from "@/lib/core/canonical-json";
import type { JsonObject, Tx } from "@/lib/db/client";
import { readNewestCard } from "@/lib/models/sql/cards";
import type { Gate, RequestRow } from "./elections";
import { sha256 } from "./sha256";

/** The version itself, as far as it is to be signed; null when it is gone. */
async function versionFacts(tx: Tx, request: RequestRow): Promise<JsonObject | null> {
  const { versionId, workspaceId } = request;
  const version = await tx.modelVersion.findFirst({
    where: { id: versionId, workspaceId, deletedAt: null },
    include: { model: { select: { name: true, riskTier: true } } },
  });
  if (!version) return null;
  return {
    model: version.model.name,
    number: version.version,
    source: version.source,
    storageLocation: version.storageLocation,
    run: version.runUuid,
    loggedModel: version.loggedModelUuid,
    riskTier: version.model.riskTier,
    stage: version.stage,
  };
}

/** The version that is at the target now: what this one would replace, and where a rollback leads. */
export async function occupantOf(
  tx: Tx,
  place: Pick<RequestRow, "modelId" | "workspaceId" | "targetKind" | "targetValue">,
): Promise<number | null> {
  const { modelId, workspaceId, targetKind, targetValue } = place;
  if (targetKind === "alias") {
    const alias = await tx.modelAlias.findUnique({
      where: { modelId_alias: { modelId, alias: targetValue } },
    });
    return alias?.version ?? null;
  }
  if (targetKind === "stage") {
    const version = await tx.modelVersion.findFirst({
      where: { modelId, workspaceId, stage: targetValue, deletedAt: null },
      orderBy: { version: "desc" },
    });
    return version?.version ?? null;
  }
  const promoted = await tx.approvalRequest.findFirst({
    where: { workspaceId, modelId, targetKind, targetValue, status: "promoted" },
    orderBy: { promotedAt: "desc" },
  });
  return promoted?.action === "set" ? promoted.version : null;
}

/** Of a version that was approved anew where it is: what it took the place of when it came there. */
async function replacedFirst(tx: Tx, row: RequestRow): Promise<number | null> {
  const { workspaceId, modelId, targetKind, targetValue, version, number } = row;
  const first = await tx.approvalRequest.findFirst({
    where: {
      ...{ workspaceId, modelId, targetKind, targetValue, version, status: "promoted" },
      ...{ action: "set", number: { lt: number }, replacesVersion: { not: version } },
    },
    orderBy: { number: "desc" },
    select: { replacesVersion: true },
  });
  return first?.replacesVersion ?? null;
}

/** The version that a request takes the place of: what is at its target now, or was when this one came there; never its own. */
export async function versionBefore(tx: Tx, row: RequestRow): Promise<number | null> {
  if (row.action === "clear") return null;
  const isOpen = row.status === "pending" || row.status === "approved";
  const version = isOpen ? await occupantOf(tx, row) : row.replacesVersion;
  const before = version === row.version ? row.replacesVersion : version;
  return before === row.version ? replacedFirst(tx, row) : before;
}

/**
 * Exactly what a signature is about: the version, its card, its gates' verdicts, the plan, the policy. Whoever signs, signs the
 * hash of this; whatever changes in it asks everybody again.
 */
export async function collectEvidence(
  tx: Tx,
  request: RequestRow,
  policy: { id: string; number: number; documentHash: string },
  gates: readonly Gate[],
): Promise<{ bundle: JsonObject; hash: string } | null> {
  const version = await versionFacts(tx, request);
  if (!version) return null;
  const card = await readNewestCard(tx, request.workspaceId, request.versionId);
  const bundle = {
    version,
    ...(card ? { card: { number: card.number, hash: card.hash } } : {}),
    target: {
      action: request.action,
      kind: request.targetKind,
      value: request.targetValue,
      archivesExisting: request.archivesExisting,
      replaces: await occupantOf(tx, request),
      ...(request.deploymentId === null
        ? {}
        : { deployment: { id: String(request.deploymentId), name: request.deploymentName } }),
    },
    plan: {
      rollout: request.plan ?? {},
      scheduledFor: request.scheduledFor?.toISOString() ?? null,
    },
    gates: gates.map(({ key, measured, result, waiver }) => ({
      key,
      verdict: measured,
      evidenceHash: result?.evidenceHash ?? null,
      waiver: waiver ? String(waiver.id) : null,
    })),
    policy: { version: policy.id, number: policy.number, hash: policy.documentHash },
  };
  return { bundle, hash: sha256(bundle) };
}

const PARTS: Readonly<Record<string, string>> = {
  version: "The version or its model has changed.",
  target: "Another version is at the target now.",
  plan: "The plan has changed.",
  card: "The model card has changed.",
  gates: "The gates have new results.",
  policy: "The policy has changed.",
};

/** What differs between two bundles, a sentence each. */
export function changesBetween(before: unknown, after: JsonObject): string[] {
  const old = new Map(Object.entries(before ?? {}));
  return Object.keys(after)
    .filter((part) => canonicalJson(old.get(part)) !== canonicalJson(after[part]))
    .map((part) => PARTS[part] ?? `${part} has changed.`);
}
