import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { Row, Tx } from "@/lib/db/client";
import { addressed, tieOf } from "../rules/eligibility";
import { stillLowers, tierOf } from "../rules/risk-tiers";
import { readParts } from "./people";

interface Place {
  modelId: bigint;
  modelName: string;
  riskTier: string;
}

/** Changes that made some models be decided on more easily: of the models themselves, or of others of their names. */
export function readTierChanges(tx: Tx, workspaceId: string, places: readonly Place[]) {
  return tx.riskTierChange.findMany({
    where: {
      ...{ workspaceId, status: "applied", needsTwo: true },
      OR: [
        { modelId: { in: places.map(({ modelId }) => modelId) } },
        { modelName: { in: places.map(({ modelName }) => modelName) } },
      ],
    },
  });
}

export type TierChangeRow = Awaited<ReturnType<typeof readTierChanges>>[number];

/** Who lowered the bar for a model: they do not step over it themselves. */
export function tierMakers(changes: readonly TierChangeRow[], place: Place): string[] {
  return changes
    .filter(
      ({ modelId, modelName, fromTier, toTier }) =>
        (modelId === place.modelId || modelName === place.modelName) &&
        stillLowers({ from: tierOf(fromTier), to: tierOf(toTier) }, tierOf(place.riskTier)),
    )
    .flatMap(({ proposedById, decidedById }) =>
      decidedById === null ? [proposedById] : [proposedById, decidedById],
    );
}

interface Proposal {
  change: Pick<Row<"RiskTierChange">, "proposedById">;
  model: Pick<Row<"RegisteredModel">, "id" | "owner">;
}

/**
 * Four eyes: why somebody does not confirm a proposed tier, in a sentence to them. Neither whoever proposed it nor whoever
 * has a part in any version of the model does; null for everybody else.
 */
export async function whyNotConfirm(
  tx: Tx,
  actor: Actor,
  { change, model }: Proposal,
): Promise<string | null> {
  if (change.proposedById === actor.userId)
    return "You proposed this. Somebody else who may sign confirms it.";
  const versions = await tx.modelVersion.findMany({
    where: { modelId: model.id, workspaceId: actor.workspaceId },
    select: { id: true },
  });
  const parts = await readParts(
    tx,
    actor.workspaceId,
    versions.map(({ id }) => id),
  );
  const ties = { requestedById: "", parts: [...parts.values()].flat(), policyMakers: [] };
  const { userId, email, name, role } = actor;
  const owns = model.owner.toLowerCase() === email.toLowerCase();
  const tie = owns ? "registered the model" : tieOf({ userId, email, name, role }, ties);
  return tie && `You cannot confirm this. ${addressed(tie)} Somebody else who may sign must.`;
}
