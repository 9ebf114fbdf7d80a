import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { randomRunName } from "@/lib/runs/rules";
import { type LoggedModelDto, toLoggedModelDto } from "../dto/logged-models";
import { checkLength, LIMITS } from "../rules/limits";
import { checkLoggedModelName } from "../rules/names";
import { LOGGED_MODEL_STATUS, type LoggedModelStatus } from "../rules/registrations";
import { AUDITED_CHARS, checkPairs, lastByKey } from "../rules/tags";
import type { CreateLoggedModelInput, TagInput } from "../schema";
import { hydrateLoggedModels, LOGGED_INCLUDE } from "../sql/logged-models";
import { lockLoggedModel } from "../sql/refs";

async function activeExperiment(tx: Tx, actor: Actor, id: number): Promise<string> {
  const experiment = await tx.experiment.findFirst({
    where: { id: BigInt(id), workspaceId: actor.workspaceId },
    select: { artifactLocation: true, deletedAt: true },
  });
  if (!experiment) throw new AppError("NOT_FOUND", `No Experiment with id=${id} exists`);
  if (experiment.deletedAt !== null)
    throw new AppError(
      "INVALID",
      `The experiment ${id} must be in the 'active' state. Current state is deleted.`,
    );
  return experiment.artifactLocation;
}

/** Announces a model whose files are about to be uploaded; it is pending until it is finalised. */
export async function createLoggedModel(
  actor: Actor,
  input: CreateLoggedModelInput,
): Promise<LoggedModelDto> {
  assertCan(actor, "run:write");
  checkLoggedModelName(input.name);
  checkLength(input.modelType, "model_type", LIMITS.modelType);
  checkPairs(input.params, "params");
  checkPairs(input.tags, "tags");
  const uuid = `m-${randomBytes(16).toString("hex")}`;
  const now = BigInt(Date.now());
  return db().$transaction(async (tx) => {
    const location = await activeExperiment(tx, actor, input.experimentId);
    const row = await tx.loggedModel.create({
      data: {
        uuid,
        workspaceId: actor.workspaceId,
        experimentId: BigInt(input.experimentId),
        name: input.name || randomRunName((below) => randomInt(below)),
        modelType: input.modelType,
        sourceRunUuid: input.sourceRunUuid || null,
        status: LOGGED_MODEL_STATUS.PENDING,
        artifactUri: `${location}/models/${uuid}/artifacts`,
        creationTime: now,
        lastUpdateTime: now,
        params: { create: input.params.map(({ key, value }) => ({ key, value })) },
        tags: { create: input.tags.map(({ key, value }) => ({ key, value })) },
      },
      include: LOGGED_INCLUDE,
    });
    await recordAudit(tx, actor, {
      action: "logged-model.created",
      subject: `logged model ${uuid}`,
      label: row.name,
      after: { experiment: input.experimentId, run: input.sourceRunUuid || null },
    });
    return toLoggedModelDto(row, []);
  });
}

/** Says how the upload of a model's files ended. */
export async function finalizeLoggedModel(
  actor: Actor,
  { uuid, status }: { uuid: string; status: LoggedModelStatus },
): Promise<LoggedModelDto> {
  assertCan(actor, "run:write");
  const row = await db().$transaction(async (tx) => {
    const { id, name, status: before } = await lockLoggedModel(tx, actor, uuid);
    await recordAudit(tx, actor, {
      action: "logged-model.finalized",
      subject: `logged model ${uuid}`,
      label: name,
      before: { status: before },
      after: { status: LOGGED_MODEL_STATUS[status] },
    });
    return tx.loggedModel.update({
      where: { id, workspaceId: actor.workspaceId },
      data: { status: LOGGED_MODEL_STATUS[status], lastUpdateTime: BigInt(Date.now()) },
      include: LOGGED_INCLUDE,
    });
  });
  const [model] = await hydrateLoggedModels([row]);
  if (!model) throw new Error("The logged model was not read back.");
  return model;
}

/** Deletes a logged model; again is fine. Its files and what was registered from it stay. */
export async function deleteLoggedModel(actor: Actor, uuid: string): Promise<void> {
  assertCan(actor, "run:write");
  await db().$transaction(async (tx) => {
    const { id, name, deletedAt } = await lockLoggedModel(tx, actor, uuid);
    if (deletedAt !== null) return;
    const now = BigInt(Date.now());
    await tx.loggedModel.update({
      where: { id, workspaceId: actor.workspaceId },
      data: { deletedAt: now, lastUpdateTime: now },
    });
    await recordAudit(tx, actor, {
      action: "logged-model.deleted",
      subject: `logged model ${uuid}`,
      details: { name },
    });
  });
}

export async function setLoggedModelTags(
  actor: Actor,
  { uuid, tags }: { uuid: string; tags: readonly TagInput[] },
): Promise<void> {
  assertCan(actor, "run:write");
  const last = lastByKey(tags);
  checkPairs(last, "tags");
  await db().$transaction(async (tx) => {
    const { id: modelId } = await lockLoggedModel(tx, actor, uuid);
    const keys = last.map(({ key }) => key);
    await tx.loggedModelTag.deleteMany({ where: { modelId, key: { in: keys } } });
    await tx.loggedModelTag.createMany({
      data: last.map(({ key, value }) => ({ modelId, key, value })),
    });
    await recordAudit(tx, actor, {
      action: "logged-model.tagged",
      subject: `logged model ${uuid}`,
      after: Object.fromEntries(last.map(({ key, value }) => [key, value.slice(0, AUDITED_CHARS)])),
    });
  });
}

export async function deleteLoggedModelTag(
  actor: Actor,
  { uuid, key }: { uuid: string; key: string },
): Promise<void> {
  assertCan(actor, "run:write");
  await db().$transaction(async (tx) => {
    const { id: modelId } = await lockLoggedModel(tx, actor, uuid);
    const { count } = await tx.loggedModelTag.deleteMany({ where: { modelId, key } });
    if (count === 0)
      throw new AppError(
        "NOT_FOUND",
        `No tag with key '${key}' found for model with ID '${uuid}'.`,
      );
    await recordAudit(tx, actor, {
      action: "logged-model.untagged",
      subject: `logged model ${uuid}`,
      details: { key },
    });
  });
}

/** Writes parameters once: the same value again is fine, as a client may retry; another value is refused. */
export async function logLoggedModelParams(
  actor: Actor,
  { uuid, params }: { uuid: string; params: readonly TagInput[] },
): Promise<void> {
  assertCan(actor, "run:write");
  checkPairs(params, "params");
  await db().$transaction(async (tx) => {
    const { id: modelId } = await lockLoggedModel(tx, actor, uuid);
    const known = await tx.loggedModelParam.findMany({
      where: { modelId, key: { in: params.map(({ key }) => key) } },
    });
    const values = new Map(known.map(({ key, value }) => [key, value]));
    const changed = params.find(({ key, value }) => (values.get(key) ?? value) !== value);
    if (changed)
      throw new AppError(
        "INVALID",
        `Changing param values is not allowed. Param with key='${changed.key}' was already logged for model ID='${uuid}'.`,
      );
    await tx.loggedModelParam.createMany({
      data: params
        .filter(({ key }) => !values.has(key))
        .map(({ key, value }) => ({ modelId, key, value })),
    });
    await recordAudit(tx, actor, {
      action: "logged-model.params-logged",
      subject: `logged model ${uuid}`,
      after: Object.fromEntries(
        params.map(({ key, value }) => [key, value.slice(0, AUDITED_CHARS)]),
      ),
    });
  });
}
