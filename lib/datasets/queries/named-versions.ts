import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { type DatasetVersionDto, toDatasetVersionDto } from "../dto/versions";

/** A version as people name it: by the id or the name of its dataset, and by its number. */
export interface VersionName {
  dataset: number | string;
  version: number | "latest";
}

const called = (dataset: number | string) =>
  typeof dataset === "number" ? `dataset ${dataset}` : `dataset called “${dataset}”`;

async function datasetIdOf({ workspaceId }: Actor, dataset: number | string): Promise<bigint> {
  const found = await db().dataset.findMany({
    where: {
      workspaceId,
      ...(typeof dataset === "number" ? { id: BigInt(dataset) } : { name: dataset }),
    },
    select: { id: true },
    orderBy: { id: "asc" },
    take: 3,
  });
  const [first, ...others] = found;
  if (!first) throw new AppError("INVALID", `There is no ${called(dataset)}.`);
  if (others.length > 0)
    throw new AppError(
      "INVALID",
      `Several datasets are called “${dataset}”. Name the one that is meant by its id, such as ${first.id}.`,
    );
  return first.id;
}

async function versionOf(actor: Actor, { dataset, version }: VersionName) {
  const datasetId = await datasetIdOf(actor, dataset);
  const row = await db().datasetVersion.findFirst({
    where: {
      workspaceId: actor.workspaceId,
      datasetId,
      ...(version === "latest" ? {} : { number: version }),
    },
    include: { dataset: { select: { name: true } } },
    orderBy: { number: "desc" },
  });
  if (row) return toDatasetVersionDto(row);
  const which = version === "latest" ? "no version yet" : `no version ${version}`;
  throw new AppError("INVALID", `The ${called(dataset)} has ${which}.`);
}

/** The versions that are meant, in their order. Throws INVALID, naming the first that is not there. */
export async function findNamedVersions(
  actor: Actor,
  names: readonly VersionName[],
): Promise<DatasetVersionDto[]> {
  assertCan(actor, "dataset:read");
  const found: DatasetVersionDto[] = [];
  for (const name of names) found.push(await versionOf(actor, name));
  return found;
}
