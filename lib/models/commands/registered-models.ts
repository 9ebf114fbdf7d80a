import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { assertNotHeld } from "@/lib/audit/holds";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation } from "@/lib/db/client";
import { type RegisteredModelDto, toRegisteredModelDto } from "../dto/models";
import { auditedTag, tagBefore } from "../rules/audited-tag";
import { tagData } from "../rules/event-data";
import { checkLength, LIMITS } from "../rules/limits";
import { checkModelName } from "../rules/names";
import { checkRegistryTag, lastByKey, PROMPT_TAG } from "../rules/tags";
import type { CreateModelInput, TagInput } from "../schema";
import { hydrateModel } from "../sql/latest";
import { assertModelIsFree } from "../sql/protection";
import { lockModel, MODEL_INCLUDE } from "../sql/refs";
import { modelTransaction } from "../sql/transaction";
import { publishModelEvent } from "./events";

const subjectOf = (name: string) => `model ${name}`;

/** A name may be given again after a deletion; what keeps two models of one name apart never changes. */
const identityOf = ({ id }: { id: bigint }) => ({ model: String(id) });

/** A name belongs to a prompt as soon as its tag is there, whatever the tag says. */
function kindOf(tags: readonly TagInput[]): string {
  return tags.some(({ key }) => key === PROMPT_TAG) ? "Prompt" : "Registered Model";
}

/** What to say of a name that is taken: a prompt and a model cannot share one. */
async function nameTaken(actor: Actor, { name, tags }: CreateModelInput): Promise<AppError> {
  const existing = await db().registeredModel.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
    include: { tags: true },
  });
  const kind = kindOf(tags);
  const other = kindOf(existing?.tags ?? []);
  return new AppError(
    "ALREADY_EXISTS",
    kind === other
      ? `${kind} (name=${name}) already exists.`
      : `Tried to create a ${kind.toLowerCase()} with name '${name}', but the name is already taken by a ${other.toLowerCase()}. MLflow does not allow creating a model and a prompt with the same name.`,
    { name: "This name is taken." },
  );
}

export async function createRegisteredModel(
  actor: Actor,
  input: CreateModelInput,
): Promise<RegisteredModelDto> {
  assertCan(actor, "model:write");
  const { name, description = "" } = input;
  checkModelName(name);
  checkLength(description, "description", LIMITS.description);
  for (const tag of input.tags) checkRegistryTag(tag);
  const now = BigInt(Date.now());
  try {
    return await modelTransaction(actor, name, async (tx) => {
      const row = await tx.registeredModel.create({
        data: {
          workspaceId: actor.workspaceId,
          name,
          description: description || null,
          creationTime: now,
          lastUpdateTime: now,
          owner: actor.email,
          tags: { create: lastByKey(input.tags).map(({ key, value }) => ({ key, value })) },
        },
        include: MODEL_INCLUDE,
      });
      await recordAudit(tx, actor, {
        action: "model.created",
        subject: subjectOf(name),
        details: identityOf(row),
      });
      await publishModelEvent(tx, actor, {
        entity: "registered_model",
        action: "created",
        tags: row.tags,
        data: { name, tags: tagData(row.tags), description },
      });
      return toRegisteredModelDto(row, []);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw await nameTaken(actor, input);
    throw error;
  }
}

export async function renameRegisteredModel(
  actor: Actor,
  { name, newName }: { name: string; newName: string },
): Promise<RegisteredModelDto> {
  assertCan(actor, "model:write");
  checkModelName(newName, "new_name");
  const now = BigInt(Date.now());
  try {
    return await modelTransaction(actor, name, async (tx) => {
      const model = await lockModel(tx, actor, name);
      await assertModelIsFree(tx, model, "renamed");
      const row = await tx.registeredModel.update({
        where: { id: model.id, workspaceId: actor.workspaceId },
        data: { name: newName, lastUpdateTime: now },
        include: MODEL_INCLUDE,
      });
      await tx.modelVersion.updateMany({
        where: { modelId: model.id, workspaceId: actor.workspaceId, deletedAt: null },
        data: { lastUpdateTime: now },
      });
      await recordAudit(tx, actor, {
        action: "model.renamed",
        subject: subjectOf(newName),
        details: identityOf(model),
        before: { name },
        after: { name: newName },
      });
      await publishModelEvent(tx, actor, {
        entity: "registered_model",
        action: "renamed",
        tags: row.tags,
        data: { name: newName, previous_name: name },
      });
      return hydrateModel(tx, actor.workspaceId, row);
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("ALREADY_EXISTS", `Registered Model (name=${newName}) already exists.`, {
        newName: "This name is taken.",
      });
    throw error;
  }
}

/** Describes a model; no description clears it. */
export async function describeRegisteredModel(
  actor: Actor,
  { name, description = "" }: { name: string; description?: string | undefined },
): Promise<RegisteredModelDto> {
  assertCan(actor, "model:write");
  checkLength(description, "description", LIMITS.description);
  return modelTransaction(actor, name, async (tx) => {
    const model = await lockModel(tx, actor, name);
    const row = await tx.registeredModel.update({
      where: { id: model.id, workspaceId: actor.workspaceId },
      data: { description: description || null, lastUpdateTime: BigInt(Date.now()) },
      include: MODEL_INCLUDE,
    });
    await recordAudit(tx, actor, {
      action: "model.described",
      subject: subjectOf(name),
      before: { description: model.description },
      after: { description: row.description },
    });
    return hydrateModel(tx, actor.workspaceId, row);
  });
}

/** Deletes a model with its versions, tags and aliases. The files of its versions stay where they are. */
export async function deleteRegisteredModel(actor: Actor, name: string): Promise<void> {
  assertCan(actor, "model:write");
  await modelTransaction(actor, name, async (tx) => {
    const model = await lockModel(tx, actor, name);
    const versions = await tx.modelVersion.count({
      where: { modelId: model.id, workspaceId: actor.workspaceId, deletedAt: null },
    });
    await assertModelIsFree(tx, model, "deleted");
    await assertNotHeld(tx, { workspaceId: actor.workspaceId, modelId: model.id });
    await tx.registeredModel.delete({ where: { id: model.id, workspaceId: actor.workspaceId } });
    await recordAudit(tx, actor, {
      action: "model.deleted",
      subject: subjectOf(name),
      details: identityOf(model),
      before: { versions, owner: model.owner, riskTier: model.riskTier },
    });
    await publishModelEvent(tx, actor, {
      entity: "registered_model",
      action: "deleted",
      tags: model.tags,
      data: { name },
    });
  });
}

export async function setModelTag(
  actor: Actor,
  { name, key, value }: { name: string } & TagInput,
): Promise<void> {
  assertCan(actor, "model:write");
  checkModelName(name);
  checkRegistryTag({ key, value });
  await modelTransaction(actor, name, async (tx) => {
    const model = await lockModel(tx, actor, name);
    await tx.registeredModelTag.upsert({
      where: { modelId_key: { modelId: model.id, key } },
      create: { modelId: model.id, key, value },
      update: { value },
    });
    await recordAudit(tx, actor, {
      action: "model.tagged",
      subject: subjectOf(name),
      before: tagBefore(model.tags, key),
      after: auditedTag(key, value),
    });
    await publishModelEvent(tx, actor, {
      entity: "registered_model_tag",
      action: "set",
      tags: [...model.tags, { key, value }],
      data: { name, key, value },
    });
  });
}

/** Takes a tag off a model; one that is not there is fine. */
export async function deleteModelTag(
  actor: Actor,
  { name, key }: { name: string; key: string },
): Promise<void> {
  assertCan(actor, "model:write");
  checkModelName(name);
  checkRegistryTag({ key, value: "" });
  await modelTransaction(actor, name, async (tx) => {
    const model = await lockModel(tx, actor, name);
    const { count } = await tx.registeredModelTag.deleteMany({ where: { modelId: model.id, key } });
    if (count === 0) return;
    await recordAudit(tx, actor, {
      action: "model.untagged",
      subject: subjectOf(name),
      before: tagBefore(model.tags, key),
    });
    await publishModelEvent(tx, actor, {
      entity: "registered_model_tag",
      action: "deleted",
      tags: model.tags,
      data: { name, key },
    });
  });
}
