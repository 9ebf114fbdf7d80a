import "server-only";
import { publicUrl } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import { db } from "@/lib/db/client";
import { sourceStore } from "@/lib/storage/artifact-store";
import type { Launch } from "../adapters/adapter";
import { datasetsVariable } from "../rules/datasets";
import { isSnapshot } from "../rules/snapshots";
import type { KeptDataset } from "../schema/inputs";
import type { JobSpec } from "../schema/jobs";
import type { MovingJob } from "../sql/advance";

async function slugOf({ workspaceId }: MovingJob): Promise<string> {
  const { slug } = await db().workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  return slug;
}

/** The variable that tells a job of the data it declared; none where it declared none. */
export async function dataOf(
  job: MovingJob,
  datasets: readonly KeptDataset[],
): Promise<Record<string, string>> {
  if (datasets.length === 0) return {};
  const slug = await slugOf(job);
  const addressOf = (datasetId: number, version: number) =>
    publicUrl() + routes.datasetFile(slug, datasetId, version);
  return { SLIPWAY_DATASETS: datasetsVariable(datasets, addressOf) };
}

/** The uploaded code of a job, which its backend puts into its working folder; null for one that has none. */
export async function snapshotOf(
  job: MovingJob,
  source: JobSpec["source"],
): Promise<Launch["snapshot"]> {
  if (!isSnapshot(source)) return null;
  const { workspaceId } = job;
  const sha256 = source.snapshot;
  const row = await db().sourceSnapshot.findUnique({
    where: { workspaceId_sha256: { workspaceId, sha256 } },
  });
  if (!row) throw new AppError("INVALID", "The snapshot of its source is not there any more.");
  return {
    sha256,
    address: publicUrl() + routes.snapshotFile(await slugOf(job), sha256),
    open: async () => (await sourceStore(workspaceId).get(row.filePath)).body,
  };
}
