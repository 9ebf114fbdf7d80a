import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import type { PolicyDto, PolicyVersionDto } from "../dto/policies";
import { type PublishedPolicy, policyInForce, weakenings } from "../rules/policies";
import { publishRefusal } from "../rules/publishing";
import { RISK_TIERS, type Target } from "../schema/policies";
import { readDocument, readPolicies, withDraft } from "../sql/policies";

interface VersionRow {
  id: string;
  policyId: string;
  number: number;
  status: string;
  kind: string;
  document: unknown;
  documentHash: string;
  reason: string;
  isWeaker: boolean;
  authorId: string | null;
  author: string;
  createdAt: Date;
  publishedBy: string | null;
  publishedAt: Date | null;
}

function toVersion(
  actor: Actor,
  row: VersionRow & { policy: { name: string } },
  inForce: readonly PublishedPolicy[],
): PolicyVersionDto {
  const isDraft = row.status === "draft";
  const less = isDraft ? weakenings(inForce, withDraft(inForce, row)) : [];
  const refusal = can(actor.role, "policy:write")
    ? publishRefusal({ authorId: row.authorId, userId: actor.userId, less })
    : "Admins publish policies.";
  return {
    id: row.id,
    number: row.number,
    status: row.status === "draft" || row.status === "published" ? row.status : "discarded",
    kind: row.kind === "retire" ? "retire" : "revise",
    document: readDocument(row.document),
    documentHash: row.documentHash,
    reason: row.reason,
    isWeaker: isDraft ? less.length > 0 : row.isWeaker,
    weakenings: less,
    author: row.author,
    createdAt: row.createdAt.toISOString(),
    publishedBy: row.publishedBy,
    publishedAt: row.publishedAt?.toISOString() ?? null,
    mayPublish: isDraft && refusal === null,
    publishRefusal: isDraft ? refusal : null,
  };
}

const INCLUDE = {
  versions: { where: { status: { not: "discarded" } }, orderBy: { number: "desc" } },
  _count: { select: { versions: true } },
} as const;

type PolicyRow = NonNullable<Awaited<ReturnType<typeof findRow>>>;

function findRow(actor: Actor, policyId: string) {
  return db().approvalPolicy.findFirst({
    where: { id: policyId, workspaceId: actor.workspaceId },
    include: INCLUDE,
  });
}

/** How many requests wait under each of some policies. */
async function countOpen(
  actor: Actor,
  policies: readonly PolicyRow[],
): Promise<Map<string, number>> {
  const { workspaceId } = actor;
  const versions = policies.flatMap((policy) => policy.versions);
  const counts = await db().approvalRequest.groupBy({
    by: ["policyVersionId"],
    where: {
      workspaceId,
      policyVersionId: { in: versions.map(({ id }) => id) },
      status: { in: ["pending", "approved"] },
    },
    _count: true,
  });
  const byPolicy = new Map<string, number>();
  for (const { policyVersionId, _count } of counts) {
    const policyId = versions.find(({ id }) => id === policyVersionId)?.policyId ?? "";
    byPolicy.set(policyId, (byPolicy.get(policyId) ?? 0) + _count);
  }
  return byPolicy;
}

function toPolicy(
  actor: Actor,
  row: PolicyRow,
  { policies, open }: { policies: readonly PublishedPolicy[]; open: Map<string, number> },
): PolicyDto {
  const one = (version: VersionRow | undefined) =>
    version ? toVersion(actor, { ...version, policy: { name: row.name } }, policies) : null;
  return {
    id: row.id,
    name: row.name,
    isDefault: row.isDefault,
    inForce: one(row.versions.find(({ id }) => id === row.inForceId)),
    draft: one(row.versions.find(({ status }) => status === "draft")),
    versionCount: row._count.versions,
    openRequests: open.get(row.id) ?? 0,
    createdAt: row.createdAt.toISOString(),
  };
}

/** Policies by name, each with what is in force and what is proposed. */
export async function listPolicies(
  actor: Actor,
  { limit, pageToken }: PageInput,
): Promise<Page<PolicyDto>> {
  assertCan(actor, "policy:read");
  const after = lastKey(pageToken, z.string());
  const rows = await db().approvalPolicy.findMany({
    where: {
      workspaceId: actor.workspaceId,
      ...(after === undefined ? {} : { name: { gt: after } }),
    },
    include: INCLUDE,
    orderBy: { name: "asc" },
    take: limit + 1,
  });
  const policies = await readPolicies(db(), actor.workspaceId);
  const open = await countOpen(actor, rows);
  return toPage(
    rows,
    limit,
    ({ name }) => name,
    (row) => toPolicy(actor, row, { policies, open }),
  );
}

export async function getPolicy(
  actor: Actor,
  { policyId }: { policyId: string },
): Promise<PolicyDto> {
  assertCan(actor, "policy:read");
  const row = await findRow(actor, policyId);
  if (!row) throw new AppError("NOT_FOUND", "There is no such policy in this workspace.");
  const policies = await readPolicies(db(), actor.workspaceId);
  return toPolicy(actor, row, { policies, open: await countOpen(actor, [row]) });
}

/** Versions of a policy, newest first, discarded drafts too. */
export async function listPolicyVersions(
  actor: Actor,
  { policyId, limit, pageToken }: PageInput & { policyId: string },
): Promise<Page<PolicyVersionDto>> {
  assertCan(actor, "policy:read");
  const after = lastKey(pageToken, z.coerce.number().int());
  const rows = await db().approvalPolicyVersion.findMany({
    where: {
      policyId,
      workspaceId: actor.workspaceId,
      ...(after === undefined ? {} : { number: { lt: after } }),
    },
    include: { policy: { select: { name: true } } },
    orderBy: { number: "desc" },
    take: limit + 1,
  });
  const policies = await readPolicies(db(), actor.workspaceId);
  return toPage(
    rows,
    limit,
    ({ number }) => String(number),
    (row) => toVersion(actor, row, policies),
  );
}

/** Where a version of a model can go by approval, with the policy that decides about each. */
export async function listProtectedTargets(
  actor: Actor,
  { model }: { model: string },
): Promise<{ target: Target; policyId: string; policyName: string }[]> {
  assertCan(actor, "policy:read");
  const row = await db().registeredModel.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name: model } },
    select: { riskTier: true },
  });
  const tier = RISK_TIERS.find((one) => one === row?.riskTier) ?? "critical";
  const policies = await readPolicies(db(), actor.workspaceId);
  const found = new Map<string, { target: Target; policyId: string; policyName: string }>();
  for (const target of policies.flatMap(({ document }) => document.targets)) {
    const policy = policyInForce(policies, target, tier);
    const key = `${target.kind}:${target.value.toLowerCase()}`;
    if (policy && !found.has(key))
      found.set(key, { target, policyId: policy.policyId, policyName: policy.name });
  }
  return [...found.values()];
}
