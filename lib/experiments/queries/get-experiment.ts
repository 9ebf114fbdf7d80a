import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { type ExperimentDto, toExperimentDto } from "../dto";

/** One experiment, deleted or not. Id 0 is the workspace's default one. Throws NOT_FOUND. */
export async function getExperiment(actor: Actor, id: number): Promise<ExperimentDto> {
  assertCan(actor, "experiment:read");
  const row = await db().experiment.findFirst({
    where: { id: BigInt(id), workspaceId: actor.workspaceId },
    include: { tags: { orderBy: { key: "asc" } } },
  });
  if (!row) throw new AppError("NOT_FOUND", `No Experiment with id=${id} exists`);
  return toExperimentDto(row);
}

export async function getExperimentByName(actor: Actor, name: string): Promise<ExperimentDto> {
  assertCan(actor, "experiment:read");
  const row = await db().experiment.findUnique({
    where: { workspaceId_name: { workspaceId: actor.workspaceId, name } },
    include: { tags: { orderBy: { key: "asc" } } },
  });
  if (!row) throw new AppError("NOT_FOUND", `Could not find experiment with name '${name}'`);
  return toExperimentDto(row);
}
