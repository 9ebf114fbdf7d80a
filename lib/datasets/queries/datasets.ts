import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import { type DatasetDto, toDatasetDto } from "../dto/datasets";
import { type DatasetVersionDto, toDatasetVersionDto } from "../dto/versions";
import type { ListDatasetsInput, listVersionsInput } from "../schema/lists";

const usedKey = z.string().regex(/^\d{1,16}:\d{1,16}$/);
const numberKey = z.string().regex(/^\d{1,9}$/);

/** Datasets of the workspace, the last used first. */
export async function listDatasets(
  actor: Actor,
  { search, limit, pageToken }: ListDatasetsInput,
): Promise<Page<DatasetDto>> {
  assertCan(actor, "dataset:read");
  const [at = "", id = ""] = lastKey(pageToken, usedKey)?.split(":") ?? [];
  const after = at
    ? {
        lastUsedAt: { lte: BigInt(at) },
        OR: [{ lastUsedAt: { lt: BigInt(at) } }, { id: { lt: BigInt(id) } }],
      }
    : {};
  const words = search.trim().split(/\s+/).filter(Boolean).slice(0, 10);
  const rows = await db().dataset.findMany({
    where: {
      workspaceId: actor.workspaceId,
      AND: words.map((word) => ({
        OR: [
          { name: { contains: word, mode: "insensitive" as const } },
          { place: { contains: word, mode: "insensitive" as const } },
        ],
      })),
      ...after,
    },
    orderBy: [{ lastUsedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, (row) => `${row.lastUsedAt}:${row.id}`, toDatasetDto);
}

export async function getDataset(
  actor: Actor,
  { datasetId }: { datasetId: number },
): Promise<DatasetDto> {
  assertCan(actor, "dataset:read");
  const row = await db().dataset.findFirst({
    where: { id: BigInt(datasetId), workspaceId: actor.workspaceId },
  });
  if (!row) throw new AppError("NOT_FOUND", `There is no dataset ${datasetId}.`);
  return toDatasetDto(row);
}

/** Versions of a dataset, newest first. */
export async function listVersions(
  actor: Actor,
  { datasetId, limit, pageToken }: z.output<typeof listVersionsInput>,
): Promise<Page<DatasetVersionDto>> {
  assertCan(actor, "dataset:read");
  await getDataset(actor, { datasetId });
  const before = lastKey(pageToken, numberKey);
  const rows = await db().datasetVersion.findMany({
    where: {
      workspaceId: actor.workspaceId,
      datasetId: BigInt(datasetId),
      ...(before ? { number: { lt: Number(before) } } : {}),
    },
    include: { dataset: { select: { name: true } } },
    orderBy: { number: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ number }) => String(number), toDatasetVersionDto);
}
