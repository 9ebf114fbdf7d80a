import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { assertNotHeld } from "@/lib/audit/holds";
import { recordAudit } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/client";
import { type ModelVersionDto, toModelVersionDto } from "../dto/models";
import { auditedTag, tagBefore } from "../rules/audited-tag";
import { versionData } from "../rules/event-data";
import { checkLength, LIMITS } from "../rules/limits";
import { checkModelName } from "../rules/names";
import { REGISTRATIONS_TAG, withRegistration } from "../rules/registrations";
import { checkRegistryTag, lastByKey } from "../rules/tags";
import { checkArchives, stageOf } from "../rules/versions";
import type { CreateVersionInput, TagInput, TransitionInput, VersionRef } from "../schema";
import { assertStagesAreFree, assertVersionIsFree } from "../sql/protection";
import { lockLoggedModel, lockModel, lockVersion, VERSION_INCLUDE } from "../sql/refs";
import { modelTransaction } from "../sql/transaction";
import { publishModelEvent } from "./events";
import { placeStage } from "./placements";
import { resolveSource } from "./resolve-source";

const subjectOf = (name: string, version: number) => `model version ${name}/${version}`;

/** Notes on a logged model that a version was made from it. */
async function noteRegistration(
  tx: Tx,
  actor: Actor,
  uuid: string,
  registration: { name: string; version: number },
): Promise<void> {
  const { id: modelId } = await lockLoggedModel(tx, actor, uuid);
  const where = { modelId_key: { modelId, key: REGISTRATIONS_TAG } };
  const before = await tx.loggedModelTag.findUnique({ where });
  const value = withRegistration(before?.value, registration);
  await tx.loggedModelTag.upsert({
    where,
    create: { modelId, key: REGISTRATIONS_TAG, value },
    update: { value },
  });
}

/** Makes the next version of a model, ready at once. Its number is never used again, even when it is deleted. */
export async function createModelVersion(
  actor: Actor,
  input: CreateVersionInput,
  /** What has to be true together with the version; what it throws leaves none behind. */
  within?: (tx: Tx, version: number) => Promise<void>,
): Promise<ModelVersionDto> {
  assertCan(actor, "model:write");
  const { name, description = "", runLink = "" } = input;
  checkModelName(name);
  checkLength(description, "description", LIMITS.description);
  checkLength(runLink, "run_link", LIMITS.runLink);
  for (const tag of input.tags) checkRegistryTag(tag);
  return modelTransaction(actor, name, async (tx) => {
    const resolved = await resolveSource(tx, actor, input);
    const now = BigInt(Date.now());
    const model = await lockModel(tx, actor, name);
    const version = model.nextVersion;
    await tx.registeredModel.update({
      where: { id: model.id, workspaceId: actor.workspaceId },
      data: { nextVersion: version + 1, lastUpdateTime: now },
    });
    const row = await tx.modelVersion.create({
      data: {
        workspaceId: actor.workspaceId,
        modelId: model.id,
        version,
        ...resolved,
        description,
        runLink,
        owner: actor.email,
        creationTime: now,
        lastUpdateTime: now,
        tags: { create: lastByKey(input.tags).map(({ key, value }) => ({ key, value })) },
      },
      include: VERSION_INCLUDE,
    });
    if (input.loggedModelUuid && resolved.loggedModelUuid)
      await noteRegistration(tx, actor, resolved.loggedModelUuid, { name, version });
    await recordAudit(tx, actor, {
      action: "model-version.created",
      subject: subjectOf(name, version),
      details: { model: String(model.id) },
      after: { source: resolved.source, run: resolved.runUuid },
    });
    await publishModelEvent(tx, actor, {
      entity: "model_version",
      action: "created",
      tags: row.tags,
      data: versionData({ ...row, name: model.name, description }),
    });
    await within?.(tx, version);
    return toModelVersionDto(row, model);
  });
}

/** Describes a version; no description clears it. */
export async function describeModelVersion(
  actor: Actor,
  { description, ...ref }: VersionRef & { description?: string | undefined },
): Promise<ModelVersionDto> {
  assertCan(actor, "model:write");
  checkLength(description ?? "", "description", LIMITS.description);
  return modelTransaction(actor, ref.name, async (tx) => {
    const { model, version } = await lockVersion(tx, actor, ref);
    const row = await tx.modelVersion.update({
      where: { id: version.id, workspaceId: actor.workspaceId },
      data: { description: description ?? null, lastUpdateTime: BigInt(Date.now()) },
      include: VERSION_INCLUDE,
    });
    await recordAudit(tx, actor, {
      action: "model-version.described",
      subject: subjectOf(model.name, version.version),
      before: { description: version.description },
      after: { description: row.description },
    });
    return toModelVersionDto(row, model);
  });
}

/** Moves a version to another stage, and the versions that are there to Archived when asked. */
export async function transitionStage(
  actor: Actor,
  { stage: sent, archivesExisting, ...ref }: TransitionInput,
): Promise<ModelVersionDto> {
  assertCan(actor, "model:write");
  const stage = stageOf(sent);
  if (archivesExisting) checkArchives(stage, sent);
  return modelTransaction(actor, ref.name, async (tx) => {
    const { model, version } = await lockVersion(tx, actor, ref);
    const from = version.stage;
    if (from !== stage) await assertStagesAreFree(tx, model, [from, stage]);
    else if (archivesExisting) await assertStagesAreFree(tx, model, [stage]);
    await placeStage(tx, actor, model, {
      version: version.version,
      from,
      to: stage,
      archivesExisting,
    });
    const row = await tx.modelVersion.findFirstOrThrow({
      where: { id: version.id, workspaceId: actor.workspaceId },
      include: VERSION_INCLUDE,
    });
    return toModelVersionDto(row, model);
  });
}

/** Deletes a version: its number stays used, its aliases go, and what it was made from is kept in the audit only. */
export async function deleteModelVersion(actor: Actor, ref: VersionRef): Promise<void> {
  assertCan(actor, "model:write");
  const now = BigInt(Date.now());
  await modelTransaction(actor, ref.name, async (tx) => {
    const { model, version } = await lockVersion(tx, actor, ref);
    await assertVersionIsFree(tx, model, version.version);
    await assertNotHeld(tx, { workspaceId: actor.workspaceId, modelId: model.id });
    await tx.modelAlias.deleteMany({ where: { modelId: model.id, version: version.version } });
    await tx.modelVersion.update({
      where: { id: version.id, workspaceId: actor.workspaceId },
      data: {
        deletedAt: now,
        lastUpdateTime: now,
        source: "",
        storageLocation: "",
        runUuid: null,
        runLink: null,
        loggedModelUuid: null,
        description: null,
        statusMessage: null,
      },
    });
    await tx.registeredModel.update({
      where: { id: model.id, workspaceId: actor.workspaceId },
      data: { lastUpdateTime: now },
    });
    await recordAudit(tx, actor, {
      action: "model-version.deleted",
      subject: subjectOf(model.name, version.version),
      details: { model: String(model.id) },
      before: { source: version.source, run: version.runUuid, stage: version.stage },
    });
    await publishModelEvent(tx, actor, {
      entity: "model_version",
      action: "deleted",
      tags: model.tags,
      data: { name: model.name, version: String(version.version) },
    });
  });
}

export async function setVersionTag(
  actor: Actor,
  { key, value, ...ref }: VersionRef & TagInput,
): Promise<void> {
  assertCan(actor, "model:write");
  checkRegistryTag({ key, value });
  await modelTransaction(actor, ref.name, async (tx) => {
    const { model, version } = await lockVersion(tx, actor, ref);
    await tx.modelVersionTag.upsert({
      where: { versionId_key: { versionId: version.id, key } },
      create: { versionId: version.id, key, value },
      update: { value },
    });
    await recordAudit(tx, actor, {
      action: "model-version.tagged",
      subject: subjectOf(ref.name, version.version),
      before: tagBefore(version.tags, key),
      after: auditedTag(key, value),
    });
    await publishModelEvent(tx, actor, {
      entity: "model_version_tag",
      action: "set",
      tags: model.tags,
      data: { name: ref.name, version: String(version.version), key, value },
    });
  });
}

/** Takes a tag off a version; one that is not there is fine. */
export async function deleteVersionTag(
  actor: Actor,
  { key, ...ref }: VersionRef & { key: string },
): Promise<void> {
  assertCan(actor, "model:write");
  checkRegistryTag({ key, value: "" });
  await modelTransaction(actor, ref.name, async (tx) => {
    const { model, version } = await lockVersion(tx, actor, ref);
    const { count } = await tx.modelVersionTag.deleteMany({
      where: { versionId: version.id, key },
    });
    if (count === 0) return;
    await recordAudit(tx, actor, {
      action: "model-version.untagged",
      subject: subjectOf(ref.name, version.version),
      before: tagBefore(version.tags, key),
    });
    await publishModelEvent(tx, actor, {
      entity: "model_version_tag",
      action: "deleted",
      tags: model.tags,
      data: { name: ref.name, version: String(version.version), key },
    });
  });
}
