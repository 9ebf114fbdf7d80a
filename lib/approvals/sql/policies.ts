import "server-only";
import type { Tx } from "@/lib/db/client";
import type { PublishedPolicy } from "../rules/policies";
import type { Enactment } from "../rules/policy-makers";
import type { GateDefinition } from "../schema/gates";
import { type PolicyDocument, policyDocument } from "../schema/policies";

/** Documents were parsed before they were stored. */
export function readDocument(stored: unknown): PolicyDocument {
  return policyDocument.parse(stored);
}

/** Everything that is in force in a workspace. */
export async function readPolicies(tx: Tx, workspaceId: string): Promise<PublishedPolicy[]> {
  const rows = await tx.approvalPolicy.findMany({
    where: { workspaceId, inForceId: { not: null } },
    include: { versions: { where: { status: "published" }, orderBy: { number: "desc" } } },
    orderBy: { id: "asc" },
  });
  return rows.flatMap(({ id, name, inForceId, versions }) => {
    const version = versions.find((one) => one.id === inForceId);
    return version
      ? [{ policyId: id, versionId: version.id, name, document: readDocument(version.document) }]
      : [];
  });
}

/** Everything that was ever put in force in a workspace, oldest first; nothing where nothing of it asked for less. */
export async function readEnactments(tx: Tx, workspaceId: string): Promise<Enactment[]> {
  const where = { workspaceId, status: "published" };
  const weaker = await tx.approvalPolicyVersion.count({ where: { ...where, isWeaker: true } });
  if (weaker === 0) return [];
  const rows = await tx.approvalPolicyVersion.findMany({ where });
  const at = ({ publishedAt, createdAt }: (typeof rows)[number]) =>
    (publishedAt ?? createdAt).getTime();
  return rows
    .sort((one, other) => at(one) - at(other) || one.number - other.number)
    .map((row) => ({ ...row, document: readDocument(row.document) }));
}

/** The gates that a request must pass. Taking a version away needs none: a bad one is got rid of at once. */
export async function readGates(
  tx: Tx,
  request: { policyVersionId: string; workspaceId: string; action: string },
): Promise<GateDefinition[]> {
  if (request.action === "clear") return [];
  const { document } = await tx.approvalPolicyVersion.findFirstOrThrow({
    where: { id: request.policyVersionId, workspaceId: request.workspaceId },
    select: { document: true },
  });
  return readDocument(document).gates;
}

/** Publishing and opening requests do not overlap: a request is decided under the policy that it was opened under. */
export async function lockPolicies(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`policies:${workspaceId}`}, 0))`;
}

interface Draft {
  id: string;
  policyId: string;
  kind: string;
  document: unknown;
  policy: { name: string };
}

/** What would be in force after a draft, in the place of the version that it replaces. */
export function withDraft(before: readonly PublishedPolicy[], draft: Draft): PublishedPolicy[] {
  const { id: versionId, policyId, kind, policy } = draft;
  const others = before.filter((one) => one.policyId !== policyId);
  if (kind === "retire") return others;
  return [
    ...others,
    { policyId, versionId, name: policy.name, document: readDocument(draft.document) },
  ];
}
