import "server-only";
import type { Actor } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/client";
import type { Stage, TagInput } from "../schema";
import { publishModelEvent, publishStage } from "./events";

/** A model that its caller has locked. */
interface LockedModel {
  id: bigint;
  name: string;
  tags: readonly TagInput[];
}

interface AliasMove {
  alias: string;
  version: number;
  before: number | null;
}

/** Points an alias to a version. Asks nobody: its caller has checked that it may. */
export async function placeAlias(
  tx: Tx,
  actor: Actor,
  model: LockedModel,
  { alias, version, before }: AliasMove,
): Promise<void> {
  await tx.modelAlias.upsert({
    where: { modelId_alias: { modelId: model.id, alias } },
    create: { modelId: model.id, alias, version },
    update: { version },
  });
  await recordAudit(tx, actor, {
    action: "model.alias-set",
    subject: `model ${model.name}`,
    before: { [alias]: before },
    after: { [alias]: version },
  });
  await publishModelEvent(tx, actor, {
    entity: "model_version_alias",
    action: "created",
    tags: model.tags,
    data: { name: model.name, alias, version: String(version) },
  });
}

/** Removes an alias that is there. Asks nobody. */
export async function removeAlias(
  tx: Tx,
  actor: Actor,
  model: LockedModel,
  { alias, version }: Omit<AliasMove, "before">,
): Promise<void> {
  await tx.modelAlias.delete({ where: { modelId_alias: { modelId: model.id, alias } } });
  await recordAudit(tx, actor, {
    action: "model.alias-removed",
    subject: `model ${model.name}`,
    before: { [alias]: version },
  });
  await publishModelEvent(tx, actor, {
    entity: "model_version_alias",
    action: "deleted",
    tags: model.tags,
    data: { name: model.name, alias },
  });
}

interface StageMove {
  version: number;
  from: string;
  to: Stage;
}

async function moveOne(tx: Tx, actor: Actor, model: LockedModel, move: StageMove): Promise<void> {
  const now = BigInt(Date.now());
  await tx.modelVersion.updateMany({
    where: { modelId: model.id, workspaceId: actor.workspaceId, version: move.version },
    data: { stage: move.to, lastUpdateTime: now },
  });
  await recordAudit(tx, actor, {
    action: "model-version.stage-changed",
    subject: `model version ${model.name}/${move.version}`,
    before: { stage: move.from },
    after: { stage: move.to },
  });
  await publishStage(tx, actor, { name: model.name, tags: model.tags, ...move });
}

/** Moves a version to a stage, and the others that are there to Archived when asked. Asks nobody. */
export async function placeStage(
  tx: Tx,
  actor: Actor,
  model: LockedModel,
  { archivesExisting, ...move }: StageMove & { archivesExisting: boolean },
): Promise<void> {
  const others = archivesExisting
    ? await tx.modelVersion.findMany({
        where: {
          modelId: model.id,
          workspaceId: actor.workspaceId,
          deletedAt: null,
          stage: move.to,
          version: { not: move.version },
        },
        select: { version: true },
      })
    : [];
  for (const { version } of others)
    await moveOne(tx, actor, model, { version, from: move.to, to: "Archived" });
  await moveOne(tx, actor, model, move);
  await tx.registeredModel.update({
    where: { id: model.id, workspaceId: actor.workspaceId },
    data: { lastUpdateTime: BigInt(Date.now()) },
  });
}
