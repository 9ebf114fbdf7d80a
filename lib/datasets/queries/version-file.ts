import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { ExportedBytes } from "@/lib/core/exported-file";
import { db } from "@/lib/db/client";
import { datasetStore } from "@/lib/storage/artifact-store";

const TYPES = { csv: "text/csv", parquet: "application/vnd.apache.parquet" } as const;

/** The file of a version that was uploaded. Throws NOT_FOUND for one whose bytes are elsewhere. */
export async function exportVersionFile(
  actor: Actor,
  { datasetId, number }: { datasetId: number; number: number },
): Promise<ExportedBytes> {
  assertCan(actor, "dataset:read");
  const { workspaceId } = actor;
  const version = await db().datasetVersion.findFirst({
    where: { workspaceId, datasetId: BigInt(datasetId), number },
  });
  if (!version) throw new AppError("NOT_FOUND", `Dataset ${datasetId} has no version ${number}.`);
  const { filePath, fileName, fileFormat } = version;
  if (filePath === null)
    throw new AppError(
      "NOT_FOUND",
      "The bytes of this version are not kept here: its source says where they are.",
    );
  const { body, size } = await datasetStore(workspaceId).get(filePath);
  return {
    name: fileName ?? `version-${number}`,
    type: fileFormat === "csv" ? TYPES.csv : TYPES.parquet,
    size,
    chunks: body,
  };
}
