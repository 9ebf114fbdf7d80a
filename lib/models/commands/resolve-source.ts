import "server-only";
import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { parseModelSource } from "@/lib/storage/artifact-uri";
import { isLatest } from "../rules/names";
import {
  checkPromptSource,
  foreignSource,
  hostScheme,
  isWithin,
  type ModelReference,
  readModelReference,
  readRunReference,
} from "../rules/sources";
import { isPrompt } from "../rules/tags";
import { parseVersion, stageOf } from "../rules/versions";
import type { CreateVersionInput } from "../schema";
import {
  isStorable,
  loggedModelNotFound,
  MODEL_INCLUDE,
  modelNotFound,
  versionNotFound,
} from "../sql/refs";

/** What a version is made from, with every name in it replaced by what it meant at that moment. */
export interface ResolvedSource {
  source: string;
  storageLocation: string;
  runUuid: string | null;
  loggedModelUuid: string | null;
}

type RegisteredReference = Exclude<ModelReference, { kind: "logged" }>;

async function findModel(tx: Tx, actor: Actor, name: string) {
  const model = await tx.registeredModel.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
    include: MODEL_INCLUDE,
  });
  if (!model) throw modelNotFound(name);
  return model;
}

type Model = Awaited<ReturnType<typeof findModel>>;

/** Which number an alias, a stage or "latest" means now; null when none. */
async function numberOf(
  tx: Tx,
  actor: Actor,
  model: Model,
  reference: RegisteredReference,
): Promise<number | null> {
  if (reference.kind === "version") return parseVersion(reference.version);
  if (reference.kind === "alias" && !isLatest(reference.alias)) {
    const found = model.aliases.find(({ alias }) => alias === reference.alias);
    if (!found)
      throw new AppError("INVALID", `Registered model alias ${reference.alias} not found.`);
    return found.version;
  }
  const stage = reference.kind === "stage" ? { stage: stageOf(reference.stage) } : {};
  const newest = await tx.modelVersion.findFirst({
    where: { modelId: model.id, workspaceId: actor.workspaceId, deletedAt: null, ...stage },
    orderBy: { version: "desc" },
    select: { version: true },
  });
  return newest?.version ?? null;
}

async function originOf(tx: Tx, actor: Actor, model: Model, reference: RegisteredReference) {
  const version = await numberOf(tx, actor, model, reference);
  if (version === null) {
    const stage = reference.kind === "stage" ? ` and stage '${reference.stage}'` : "";
    throw new AppError("NOT_FOUND", `No versions of model with name '${model.name}'${stage} found`);
  }
  const origin = isStorable(version)
    ? await tx.modelVersion.findFirst({
        where: { modelId: model.id, workspaceId: actor.workspaceId, version, deletedAt: null },
      })
    : null;
  if (!origin) throw versionNotFound({ name: model.name, version: String(version) });
  return origin;
}

/** A copy of a version: it has the files, the run and the logged model of what it was copied from. */
async function fromVersion(
  tx: Tx,
  actor: Actor,
  input: CreateVersionInput,
  reference: RegisteredReference,
): Promise<ResolvedSource> {
  const model = await findModel(tx, actor, reference.name);
  if (isPrompt(model.tags))
    throw new AppError(
      "INVALID",
      `Invalid model version source: '${input.source}'. Prompt versions cannot be used as model version sources.`,
    );
  const origin = await originOf(tx, actor, model, reference);
  const { runUuid, loggedModelUuid } = input;
  const isOtherRun = runUuid !== undefined && runUuid !== (origin.runUuid ?? "");
  const isOtherModel = Boolean(loggedModelUuid) && loggedModelUuid !== origin.loggedModelUuid;
  if (isOtherRun || isOtherModel)
    throw new AppError(
      "INVALID",
      `Invalid model version source: '${input.source}'. The run_id and model_id request parameters must match the referenced model version.`,
    );
  return {
    source: `models:/${model.name}/${origin.version}`,
    storageLocation: origin.storageLocation,
    runUuid: origin.runUuid,
    loggedModelUuid: origin.loggedModelUuid,
  };
}

/** A version of a logged model: its source is that model, files of it, or an address elsewhere. */
async function fromLoggedModel(
  tx: Tx,
  actor: Actor,
  input: CreateVersionInput,
  uuid: string,
): Promise<ResolvedSource> {
  const { source } = input;
  const model = await tx.loggedModel.findFirst({
    where: { uuid, workspaceId: actor.workspaceId, deletedAt: null },
  });
  const reference = readModelReference(source);
  const isOwn = reference?.kind === "logged" && reference.uuid === uuid;
  if (!isOwn && (reference !== null || /^runs:/i.test(source)))
    throw foreignSource(source, "model_id");
  const isStored = /^mlflow-artifacts:/i.test(source);
  if (isStored && !(model && isWithin(source, model.artifactUri)))
    throw foreignSource(source, "model_id");
  if (!model) throw loggedModelNotFound(uuid);
  return {
    source,
    storageLocation: isOwn ? model.artifactUri : source,
    runUuid: input.runUuid || model.sourceRunUuid,
    loggedModelUuid: uuid,
  };
}

/** A version of a run's files, or of an address elsewhere. */
async function fromRun(tx: Tx, actor: Actor, input: CreateVersionInput): Promise<ResolvedSource> {
  const { source } = input;
  const runUuid = input.runUuid || null;
  if (readModelReference(source)) throw foreignSource(source, "model_id");
  const reference = readRunReference(source);
  if (/^runs:/i.test(source) && (!reference || reference.runUuid !== runUuid))
    throw foreignSource(source, "run_id");
  if (/^mlflow-artifacts:/i.test(source)) {
    const run = runUuid
      ? await tx.run.findFirst({ where: { uuid: runUuid, workspaceId: actor.workspaceId } })
      : null;
    if (!run || !isWithin(source, run.artifactUri)) throw foreignSource(source, "run_id");
  }
  return { source, storageLocation: source, runUuid, loggedModelUuid: null };
}

function checkHost(source: string): void {
  const scheme = hostScheme(source);
  if (scheme === null || env().ARTIFACT_ROOTS.some((root) => isWithin(source, root))) return;
  throw new AppError(
    "INVALID",
    `'source' cannot use the '${scheme}' scheme: it names a host other than this server's artifact storage. The administrator can allow it in ARTIFACT_ROOTS.`,
  );
}

/**
 * Settles what a new version is made from, by MLflow's rules: files of this server must belong to the run or logged
 * model that the version names, so that nobody registers, and then reads, what is not theirs.
 */
export async function resolveSource(
  tx: Tx,
  actor: Actor,
  input: CreateVersionInput,
): Promise<ResolvedSource> {
  const { source } = input;
  if (isPrompt(input.tags)) {
    checkPromptSource(source);
    return {
      source,
      storageLocation: source,
      runUuid: input.runUuid || null,
      loggedModelUuid: null,
    };
  }
  checkHost(source);
  if (/^models:/i.test(source)) {
    const reference = readModelReference(source);
    if (!reference) throw foreignSource(source, "model_id");
    if (reference.kind !== "logged") return fromVersion(tx, actor, input, reference);
  }
  // The word for a prompt's source means nothing in a model: it would be read as a relative path.
  parseModelSource(/^[a-z]+-[a-z]+$/.test(source) ? `./${source}` : source);
  return input.loggedModelUuid
    ? fromLoggedModel(tx, actor, input, input.loggedModelUuid)
    : fromRun(tx, actor, input);
}
