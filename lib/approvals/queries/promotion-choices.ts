import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import type { PromotionChoicesDto, ProtectedTargetDto } from "../dto/shapes";
import { type PublishedPolicy, policyInForce } from "../rules/policies";
import { describeApprovers, describeGates } from "../rules/policy-sentence";
import { isSameTarget } from "../rules/targets";
import { RISK_TIERS, type Target } from "../schema/policies";
import { listRunningDeployments } from "../sql/deployments";
import { occupantOf } from "../sql/evidence";
import { findStanding, isAt } from "../sql/places";
import { readPolicies } from "../sql/policies";
import { getSigningNeed } from "./signing";

async function findVersion(actor: Actor, model: string, number: number) {
  const version = await db().modelVersion.findFirst({
    where: {
      workspaceId: actor.workspaceId,
      version: number,
      deletedAt: null,
      model: { name: model },
    },
    include: { model: { select: { id: true, riskTier: true } } },
  });
  if (version) return version;
  throw new AppError("NOT_FOUND", `Version ${number} of model "${model}" does not exist.`);
}

type Version = Awaited<ReturnType<typeof findVersion>>;

/** What a request may be about where a version is already: what was not agreed on for it yet. */
async function askableThere(
  { workspaceId, id: versionId }: Version,
  targetValue: string,
  running: Awaited<ReturnType<typeof listRunningDeployments>>,
) {
  const standing = await findStanding(db(), { workspaceId, versionId, targetValue });
  return {
    deployments: running.filter(({ id }) => id !== standing?.deploymentId),
    mayAskForAll: standing !== null && standing.deploymentId !== null,
    agreedFor: standing?.deploymentName ?? null,
  };
}

async function toChoice(
  actor: Actor,
  version: Version,
  { target, policy }: { target: Target; policy: PublishedPolicy },
): Promise<ProtectedTargetDto> {
  const { workspaceId, modelId } = version;
  const { kind: targetKind, value } = target;
  const alias =
    targetKind === "alias"
      ? await db().modelAlias.findFirst({
          where: { modelId, alias: { equals: value, mode: "insensitive" } },
        })
      : null;
  const targetValue = alias?.alias ?? value;
  const mayChoose = targetKind === "environment" && can(actor.role, "deployment:read");
  const [running, occupant, waiting] = await Promise.all([
    mayChoose ? listRunningDeployments(db(), workspaceId, value) : [],
    occupantOf(db(), { workspaceId, modelId, targetKind, targetValue }),
    db().approvalRequest.findFirst({
      where: {
        workspaceId,
        versionId: version.id,
        targetKind,
        targetValue: { equals: value, mode: "insensitive" },
        status: { in: ["pending", "approved"] },
      },
      orderBy: { number: "desc" },
      select: { number: true },
    }),
  ]);
  const isHere = await isAt(
    db(),
    { workspaceId, modelId, versionId: version.id, targetKind, targetValue },
    { ...version, occupant },
  );
  const askable = isHere
    ? await askableThere(version, value, running)
    : { deployments: running, mayAskForAll: true, agreedFor: null };
  return {
    target: { kind: targetKind, value: targetValue },
    policyId: policy.policyId,
    policyName: policy.name,
    approvers: describeApprovers(policy.document),
    gates: describeGates(policy.document),
    dueDays: policy.document.dueDays,
    occupant,
    ...askable,
    deployments: askable.deployments.map(({ name }) => name),
    isHere,
    waiting: waiting?.number ?? null,
  };
}

/** Where a version can go by approval, what each place asks for, and what is there now. */
export async function getPromotionChoices(
  actor: Actor,
  { model, version: number }: { model: string; version: number },
): Promise<PromotionChoicesDto> {
  assertCan(actor, "approval:read");
  const version = await findVersion(actor, model, number);
  const riskTier = RISK_TIERS.find((one) => one === version.model.riskTier) ?? "critical";
  const policies = await readPolicies(db(), actor.workspaceId);
  const places: { target: Target; policy: PublishedPolicy }[] = [];
  for (const target of policies.flatMap(({ document }) => document.targets)) {
    const policy = policyInForce(policies, target, riskTier);
    if (policy && !places.some((one) => isSameTarget(one.target, target)))
      places.push({ target, policy });
  }
  return {
    riskTier,
    targets: await Promise.all(places.map((place) => toChoice(actor, version, place))),
    signing: await getSigningNeed(actor),
  };
}
