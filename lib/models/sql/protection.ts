import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { APPROVAL_NEEDED } from "../rules/protection";

/** A place that a version reaches by an approved request only. */
interface ProtectedTarget {
  kind: string;
  value: string;
}

interface Model {
  id: bigint;
  workspaceId: string;
  name: string;
  riskTier: string;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function readTargets(tx: Tx, { workspaceId, riskTier }: Model): Promise<ProtectedTarget[]> {
  return tx.$queryRaw<ProtectedTarget[]>`
    SELECT kind, value FROM protected_targets(${workspaceId}::uuid, ${riskTier})`;
}

function refusal(what: string, instead: string): AppError {
  return new AppError("PROTECTED", `${what} ${instead}`);
}

/** Throws PROTECTED when an alias is set, moved or removed by an approved request only. */
export async function assertAliasIsFree(tx: Tx, model: Model, alias: string): Promise<void> {
  const targets = await readTargets(tx, model);
  if (targets.some(({ kind, value }) => kind === "alias" && same(value, alias)))
    throw refusal(
      `The alias "${alias}" of model "${model.name}" is protected by a policy.`,
      APPROVAL_NEEDED,
    );
}

/** Throws PROTECTED when a stage is entered or left by an approved request only. */
export async function assertStagesAreFree(
  tx: Tx,
  model: Model,
  stages: readonly string[],
): Promise<void> {
  const targets = await readTargets(tx, model);
  for (const stage of stages)
    if (targets.some(({ kind, value }) => kind === "stage" && same(value, stage)))
      throw refusal(
        `The stage ${stage} of model "${model.name}" is protected by a policy.`,
        APPROVAL_NEEDED,
      );
}

/** The protected places of a model that hold a version now, as people call them. */
async function occupied(tx: Tx, model: Model, version?: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ place: string }[]>`
    SELECT place FROM occupied_targets(${model.id}::bigint, ${model.workspaceId}::uuid, ${model.riskTier})
    WHERE ${version ?? null}::int IS NULL OR version = ${version ?? null}::int ORDER BY place`;
  return rows.map(({ place }) => place);
}

/** Throws CONFLICT for what serves in a deployment, or would again with its next rollback. */
async function assertServesNowhere(tx: Tx, model: Model, version?: number): Promise<void> {
  const [serving] = await tx.$queryRaw<{ version: number; name: string }[]>`
    SELECT v.version, d.name FROM model_versions v CROSS JOIN deployments_of_version(v.id) d
    WHERE v.model_id = ${model.id}::bigint AND (${version ?? null}::int IS NULL OR v.version = ${version ?? null}::int)
    ORDER BY v.version DESC, d.name LIMIT 1`;
  if (serving)
    throw new AppError(
      "CONFLICT",
      `Version ${serving.version} of model "${model.name}" serves in the deployment "${serving.name}", or would again with a rollback. Delete the deployment, or set its traffic until neither the plan in force nor the one before it names the version.`,
    );
}

/** Throws PROTECTED for a version that serves from a protected place. */
export async function assertVersionIsFree(tx: Tx, model: Model, version: number): Promise<void> {
  const places = await occupied(tx, model, version);
  if (places.length > 0)
    throw refusal(
      `Version ${version} of model "${model.name}" holds ${places.join(", ")}, protected by a policy.`,
      "Take it away from there with an approval request first.",
    );
  await assertServesNowhere(tx, model, version);
}

/** Throws PROTECTED for a model of which a version serves from a protected place: whoever loads it does so by name. */
export async function assertModelIsFree(tx: Tx, model: Model, verb: string): Promise<void> {
  const places = await occupied(tx, model);
  if (places.length > 0)
    throw refusal(
      `Model "${model.name}" cannot be ${verb}: it holds ${places.join(", ")}, protected by a policy.`,
      "Take its versions away from there with approval requests first.",
    );
  if (verb === "deleted") await assertServesNowhere(tx, model);
}
