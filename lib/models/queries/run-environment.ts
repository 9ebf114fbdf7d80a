import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import type { RunEnvironmentDto } from "@/lib/runs/dto/artifacts";
import { getEnvironmentAt } from "@/lib/runs/queries/artifact-previews";
import { getArtifactUri, listArtifactsAt } from "@/lib/runs/queries/artifacts";

/** How many models, and how many directories of a run, are looked into. */
const MAX_PLACES = 5;

interface Place {
  uri: string;
  path: string;
  modelName: string | null;
}

/** Where clients write it: with the models of the run; before MLflow 3 those were directories among its artifacts. */
async function* placesOf(actor: Actor, runUuid: string): AsyncGenerator<Place> {
  const models = await db().loggedModel.findMany({
    where: { sourceRunUuid: runUuid, workspaceId: actor.workspaceId, deletedAt: null },
    orderBy: { creationTime: "desc" },
    take: MAX_PLACES,
    select: { name: true, artifactUri: true },
  });
  for (const { name, artifactUri } of models) yield { uri: artifactUri, path: "", modelName: name };
  const uri = await getArtifactUri(actor, runUuid);
  yield { uri, path: "", modelName: null };
  const { items } = await listArtifactsAt(actor, uri, "");
  const directories = items.filter(({ isDirectory }) => isDirectory);
  for (const { path } of directories.slice(0, MAX_PLACES)) yield { uri, path, modelName: null };
}

/** What was installed where a run was made, as its files say; null when none does. Throws NOT_FOUND for the run. */
export async function findRunEnvironment(
  actor: Actor,
  { runUuid }: { runUuid: string },
): Promise<RunEnvironmentDto | null> {
  assertCan(actor, "artifact:read");
  try {
    for await (const { uri, path, modelName } of placesOf(actor, runUuid)) {
      const found = await getEnvironmentAt(actor, uri, path);
      if (found) return { ...found, modelName };
    }
  } catch (error) {
    // Artifacts that are kept elsewhere are not read.
    if (!(error instanceof AppError && error.code === "INVALID")) throw error;
  }
  return null;
}
