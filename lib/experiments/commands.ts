import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { parseArtifactLocation } from "@/lib/storage/artifact-uri";
import type { TagDto } from "./dto";
import { checkExperimentName, checkExperimentTag, checkUniqueTags } from "./rules";

export interface CreateExperimentInput {
  name: string;
  artifactLocation?: string | undefined;
  tags: readonly TagDto[];
}

const noExperiment = (id: number) =>
  new AppError("NOT_FOUND", `No Experiment with id=${id} exists`);

function nameTaken(name: string): AppError {
  return new AppError("ALREADY_EXISTS", `Experiment(name=${name}) already exists.`);
}

/** The experiment of the actor's workspace, locked for the rest of the transaction. Throws NOT_FOUND. */
async function lockExperiment(tx: Tx, actor: Actor, id: number) {
  await tx.$queryRaw`SELECT 1 FROM experiments WHERE id = ${BigInt(id)} FOR UPDATE`;
  const row = await tx.experiment.findFirst({
    where: { id: BigInt(id), workspaceId: actor.workspaceId },
  });
  if (!row) throw noExperiment(id);
  return row;
}

/** Makes an experiment; answers its id. A name stays taken while its experiment is deleted. */
export async function createExperiment(
  actor: Actor,
  input: CreateExperimentInput,
): Promise<number> {
  assertCan(actor, "experiment:write");
  checkExperimentName(input.name);
  for (const { key, value } of input.tags) checkExperimentTag(key, value);
  checkUniqueTags(input.tags);
  const location = input.artifactLocation ? parseArtifactLocation(input.artifactLocation) : null;
  const now = BigInt(Date.now());
  try {
    const created = await db().$transaction(async (tx) => {
      const { id } = await tx.experiment.create({
        data: {
          workspaceId: actor.workspaceId,
          name: input.name,
          artifactLocation: location ?? "",
          creationTime: now,
          lastUpdateTime: now,
          owner: actor.email,
          tags: { create: input.tags.map(({ key, value }) => ({ key, value })) },
        },
        select: { id: true },
      });
      if (location === null)
        await tx.experiment.update({
          where: { id },
          data: { artifactLocation: `mlflow-artifacts:/${id}` },
        });
      await recordAudit(tx, actor, {
        action: "experiment.created",
        subject: `experiment ${id}`,
        after: { name: input.name, artifactLocation: location },
      });
      return Number(id);
    });
    announce(actor.workspaceId, "experiments");
    return created;
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(input.name);
    throw error;
  }
}

export async function renameExperiment(
  actor: Actor,
  input: { id: number; name: string },
): Promise<void> {
  assertCan(actor, "experiment:write");
  checkExperimentName(input.name);
  try {
    await db().$transaction(async (tx) => {
      const row = await lockExperiment(tx, actor, input.id);
      if (row.deletedAt !== null)
        throw new AppError("INVALID", "Cannot rename a non-active experiment.");
      await tx.experiment.update({
        where: { id: row.id },
        data: { name: input.name, lastUpdateTime: BigInt(Date.now()) },
      });
      await recordAudit(tx, actor, {
        action: "experiment.renamed",
        subject: `experiment ${input.id}`,
        before: { name: row.name },
        after: { name: input.name },
      });
    });
    announce(actor.workspaceId, "experiments", `experiment:${input.id}`);
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(input.name);
    throw error;
  }
}

async function setDeleted(actor: Actor, id: number, isDeleted: boolean): Promise<void> {
  const now = BigInt(Date.now());
  await db().$transaction(async (tx) => {
    const row = await lockExperiment(tx, actor, id);
    if ((row.deletedAt !== null) === isDeleted) throw noExperiment(id);
    await tx.experiment.update({
      where: { id: row.id },
      data: { deletedAt: isDeleted ? now : null, lastUpdateTime: now },
    });
    // In the order in which every other writer takes several runs.
    await tx.$queryRaw`SELECT 1 FROM runs WHERE experiment_id = ${row.id} ORDER BY id FOR NO KEY UPDATE`;
    await tx.run.updateMany({
      where: {
        experimentId: row.id,
        workspaceId: actor.workspaceId,
        ...(isDeleted ? { deletedAt: null } : {}),
      },
      data: { deletedAt: isDeleted ? now : null },
    });
    await recordAudit(tx, actor, {
      action: isDeleted ? "experiment.deleted" : "experiment.restored",
      subject: `experiment ${id}`,
      label: row.name,
      before: { isDeleted: !isDeleted },
      after: { isDeleted },
    });
  });
  announce(actor.workspaceId, "experiments", `experiment:${id}`);
}

/** Deletes an active experiment and, with it, its runs; both can be restored. */
export async function deleteExperiment(actor: Actor, id: number): Promise<void> {
  assertCan(actor, "experiment:write");
  await setDeleted(actor, id, true);
}

export async function restoreExperiment(actor: Actor, id: number): Promise<void> {
  assertCan(actor, "experiment:write");
  await setDeleted(actor, id, false);
}

/** The experiment, locked. Throws NOT_FOUND, and INVALID when it is deleted. */
async function lockActive(tx: Tx, actor: Actor, id: number) {
  const row = await lockExperiment(tx, actor, id);
  if (row.deletedAt !== null)
    throw new AppError(
      "INVALID",
      `The experiment ${id} must be in the 'active' state. Current state is deleted.`,
    );
  return row;
}

export async function setExperimentTag(
  actor: Actor,
  input: { id: number; key: string; value: string },
): Promise<void> {
  assertCan(actor, "experiment:write");
  checkExperimentTag(input.key, input.value);
  await db().$transaction(async (tx) => {
    const row = await lockActive(tx, actor, input.id);
    const tag = { key: input.key, value: input.value };
    const before = await tx.experimentTag.findUnique({
      where: { experimentId_key: { experimentId: row.id, key: input.key } },
    });
    await tx.experimentTag.upsert({
      where: { experimentId_key: { experimentId: row.id, key: input.key } },
      create: { experimentId: row.id, ...tag },
      update: tag,
    });
    await tx.experiment.update({
      where: { id: row.id },
      data: { lastUpdateTime: BigInt(Date.now()) },
    });
    await recordAudit(tx, actor, {
      action: "experiment.tagged",
      subject: `experiment ${input.id}`,
      label: row.name,
      before: before && { [input.key]: before.value },
      after: { [input.key]: input.value },
    });
  });
  announce(actor.workspaceId, "experiments", `experiment:${input.id}`);
}

export async function deleteExperimentTag(
  actor: Actor,
  input: { id: number; key: string },
): Promise<void> {
  assertCan(actor, "experiment:write");
  await db().$transaction(async (tx) => {
    const row = await lockActive(tx, actor, input.id);
    const where = { experimentId_key: { experimentId: row.id, key: input.key } };
    const before = await tx.experimentTag.findUnique({ where });
    if (!before)
      throw new AppError(
        "NOT_FOUND",
        `No tag with name: ${input.key} in experiment with id ${input.id}`,
      );
    await tx.experimentTag.delete({ where });
    await recordAudit(tx, actor, {
      action: "experiment.untagged",
      subject: `experiment ${input.id}`,
      label: row.name,
      before: { [input.key]: before.value },
    });
  });
  announce(actor.workspaceId, "experiments", `experiment:${input.id}`);
}
