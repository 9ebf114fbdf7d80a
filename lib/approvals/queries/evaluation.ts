import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError, orNull } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { getModelVersion } from "@/lib/models/queries/registered-models";
import { readVersionSources } from "@/lib/models/queries/version-sources";
import { compareMetrics, compareSlices } from "@/lib/models/rules/compare-values";
import { listArtifactsAt } from "@/lib/runs/queries/artifacts";
import type { EvaluationDto, EvaluationFileDto } from "../dto/evaluation";
import { type AspectKey, aspectFolders, ofAspect } from "../rules/aspects";
import { versionBefore } from "../sql/evidence";
import { requestNotFound } from "../sql/requests";

const SECTIONS = ["bias", "explainability", "robustness", "load"] as const satisfies AspectKey[];
const MAX_FILES = 20;

async function sourcesOf(actor: Actor, name: string, version: number | null) {
  if (version === null) return null;
  const found = await orNull(getModelVersion(actor, { name, version: String(version) }));
  return found && readVersionSources(actor, found);
}

/** What is directly in a folder of a run; nothing where it is not there, or kept where we do not read. */
async function filesIn(actor: Actor, uri: string, folder: string) {
  try {
    return await listArtifactsAt(actor, uri, folder, { limit: MAX_FILES });
  } catch (error) {
    const isMissing =
      error instanceof AppError && (error.code === "NOT_FOUND" || error.code === "INVALID");
    if (isMissing) return { items: [] };
    throw error;
  }
}

async function filesOf(actor: Actor, uri: string | null, aspect: AspectKey) {
  const pages =
    uri === null
      ? []
      : await Promise.all(aspectFolders(aspect).map((folder) => filesIn(actor, uri, folder)));
  const files = pages.flatMap(({ items }): EvaluationFileDto[] =>
    items.map(({ path, size, isDirectory }) => ({ path, size, isDirectory })),
  );
  return {
    files,
    isTruncated: pages.some((page) => "nextPageToken" in page && page.nextPageToken !== undefined),
  };
}

/** What was recorded of a request's version besides how good it is, by how metrics and folders are called. */
export async function getEvaluation(
  actor: Actor,
  { number }: { number: number },
): Promise<EvaluationDto> {
  assertCan(actor, "approval:read");
  const row = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId: actor.workspaceId, number } },
  });
  if (!row) throw requestNotFound(number);
  const [own, base] = await Promise.all([
    sourcesOf(actor, row.modelName, row.version),
    versionBefore(db(), row).then(async (version) => ({
      version,
      sources: await sourcesOf(actor, row.modelName, version),
    })),
  ]);
  const measured = own?.metrics ?? [];
  const before = base.sources?.metrics ?? [];
  const metrics = compareMetrics(measured, before);
  const sliced = compareSlices(measured, before).metrics;
  const uri = own?.run?.artifactUri ?? null;
  return {
    run: own?.run ? { uuid: own.run.uuid, artifactUri: own.run.artifactUri } : null,
    base: base.sources ? base.version : null,
    sections: await Promise.all(
      SECTIONS.map(async (aspect) => ({
        aspect,
        metrics: ofAspect(aspect, metrics, ({ key }) => key),
        slices: ofAspect(aspect, sliced, ({ metric }) => metric),
        ...(await filesOf(actor, uri, aspect)),
      })),
    ),
  };
}
