import "server-only";
import type { Tx } from "@/lib/db/client";
import { stillLowers, tierOf } from "../rules/risk-tiers";

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
