import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import { findServing, type Serving } from "@/lib/deployments/queries/serving";
import { deploymentNotFound } from "@/lib/deployments/sql/deployments";
import type { ProposalDto, ReferenceDto } from "../dto/screens";
import { sentColumns, stableOf } from "../rules/served";
import { chooseColumns } from "../rules/watch-columns";
import type {
  CreateMonitorInput,
  ListReferencesInput,
  ProposeMonitorInput,
} from "../schema/monitors";
import {
  findReference,
  listReferenceVersions,
  type ReferenceData,
  readReference,
} from "../sql/references";

/** The reference that is named, or the data behind the served version. Throws INVALID when there is none that was read here. */
export async function chooseReference(
  actor: Actor,
  serving: Serving,
  reference: CreateMonitorInput["reference"],
): Promise<ReferenceData> {
  assertCan(actor, "dataset:read");
  if (reference) return readReference(pool(), actor.workspaceId, reference);
  const versionId = stableOf(serving)?.modelVersionId ?? null;
  const found =
    versionId === null ? null : await findReference(pool(), actor.workspaceId, versionId);
  if (found) return found;
  const message =
    "None of the data that the served version was evaluated or trained on was read here. Name a version of a dataset whose file was uploaded.";
  throw new AppError("INVALID", message, { reference: message });
}

/** What a monitor of a deployment would watch, and beside what. Throws NOT_FOUND for a deployment that is not there. */
export async function proposeMonitor(
  actor: Actor,
  { deployment, datasetId, version }: ProposeMonitorInput,
): Promise<ProposalDto> {
  assertCan(actor, "monitor:read");
  const serving = await findServing(pool(), actor.workspaceId, deployment);
  if (!serving) throw deploymentNotFound(deployment);
  const named = datasetId !== undefined && version !== undefined;
  const proposal: ProposalDto = {
    ...{ reference: null, columns: [], leftOut: [], target: null, problem: null },
  };
  try {
    const data = await chooseReference(actor, serving, named ? { datasetId, version } : undefined);
    proposal.reference = {
      ...{ datasetId: data.datasetId, dataset: data.dataset, version: data.version },
    };
    const { columns, leftOut, target } = chooseColumns(data.profile, {
      choices: new Map(),
      sent: sentColumns(serving),
    });
    return { ...proposal, columns: columns.map(({ name }) => name), leftOut, target };
  } catch (error) {
    if (error instanceof AppError && error.code === "INVALID")
      return { ...proposal, problem: error.message };
    throw error;
  }
}

/** Dataset versions that a monitor may be laid beside, those of the last used datasets first. */
export async function listReferences(
  actor: Actor,
  { search }: ListReferencesInput,
): Promise<ReferenceDto[]> {
  assertCan(actor, "dataset:read");
  return listReferenceVersions(pool(), actor.workspaceId, search);
}
