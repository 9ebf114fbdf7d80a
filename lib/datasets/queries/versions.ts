import "server-only";
import type { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db, type Row } from "@/lib/db/client";
import { storePath } from "@/lib/storage/artifact-uri";
import type {
  CheckDto,
  ComparisonDto,
  ProfileStateDto,
  Verdict,
  VersionDetailDto,
} from "../dto/datasets";
import { toDatasetVersionDto } from "../dto/versions";
import { compareProfiles, compareSchemas } from "../rules/compare";
import { contentKind, placeOf } from "../rules/content";
import { readClientProfile, readSchema, rowsOfProfile } from "../rules/read-schema";
import { formatOf } from "../rules/uploads";
import { checkDefinition, type versionInput } from "../schema/checks";
import type { compareInput } from "../schema/lists";
import { profileDocument } from "../schema/profile";

type VersionRef = z.output<typeof versionInput>;

async function findVersion({ workspaceId }: Actor, { datasetId, number }: VersionRef) {
  const row = await db().datasetVersion.findFirst({
    where: { workspaceId, datasetId: BigInt(datasetId), number },
    include: { dataset: { select: { name: true } }, computedProfile: true },
  });
  if (!row) throw new AppError("NOT_FOUND", `Dataset ${datasetId} has no version ${number}.`);
  return row;
}
type VersionRow = Awaited<ReturnType<typeof findVersion>>;

function toProfileState(row: Row<"DatasetProfile"> | null): ProfileStateDto {
  const parsed = profileDocument.safeParse(row?.document);
  if (!row) return { status: "none", document: null, problem: null, updatedAt: null };
  return {
    status: parsed.success ? "ready" : "failed",
    document: parsed.success ? parsed.data : null,
    problem: row.problem,
    updatedAt: Number(row.updatedAt),
  };
}

const VERDICTS: readonly Verdict[] = ["pass", "fail", "warn", "inconclusive"];

async function checksOf({ workspaceId }: Actor, version: VersionRow): Promise<CheckDto[]> {
  const rows = await db().datasetCheck.findMany({
    where: { workspaceId, datasetId: version.datasetId, removedAt: null },
    include: {
      results: { where: { versionId: version.id }, orderBy: { id: "desc" }, take: 1 },
    },
    orderBy: { id: "asc" },
  });
  return rows.flatMap((row) => {
    const definition = checkDefinition.safeParse(row.definition);
    if (!definition.success) return [];
    const [result] = row.results;
    return [
      {
        id: Number(row.id),
        definition: definition.data,
        severity: row.severity === "warn" ? "warn" : "fail",
        createdBy: row.createdBy,
        createdAt: Number(row.createdAt),
        result: result
          ? {
              verdict: VERDICTS.find((verdict) => verdict === result.verdict) ?? "inconclusive",
              failing: result.failing === null ? null : Number(result.failing),
              rows: result.rows === null ? null : Number(result.rows),
              message: result.message,
              evaluatedAt: Number(result.evaluatedAt),
            }
          : null,
      },
    ];
  });
}

async function sameContent({ workspaceId }: Actor, { id, contentKey }: VersionRow) {
  if (contentKind(contentKey) === "weak") return [];
  const rows = await db().datasetVersion.findMany({
    where: { workspaceId, contentKey, id: { not: id } },
    include: { dataset: { select: { name: true } } },
    orderBy: { id: "asc" },
    take: 20,
  });
  return rows.map(({ datasetId, dataset, number }) => ({
    datasetId: Number(datasetId),
    datasetName: dataset.name,
    number,
  }));
}

function columnsOf({ schema, computedProfile }: VersionRow) {
  return readSchema(schema) ?? toProfileState(computedProfile).document?.columns ?? null;
}

const rowsOf = ({ profile, computedProfile }: VersionRow) =>
  toProfileState(computedProfile).document?.rows ?? rowsOfProfile(profile);

function isReadable(row: VersionRow): boolean {
  if (row.filePath !== null) return true;
  const path = storePath(placeOf(row));
  return path !== null && formatOf(path) !== null;
}

/** One version with its columns, its profile and how it stands to its dataset's checks. */
export async function getVersion(actor: Actor, ref: VersionRef): Promise<VersionDetailDto> {
  assertCan(actor, "dataset:read");
  const row = await findVersion(actor, ref);
  const [checks, same] = await Promise.all([checksOf(actor, row), sameContent(actor, row)]);
  return {
    version: toDatasetVersionDto(row),
    columns: columnsOf(row)?.map(({ name, type }) => ({ name, type })) ?? null,
    clientProfile: readClientProfile(row.profile),
    rows: rowsOf(row),
    profile: toProfileState(row.computedProfile),
    isReadable: isReadable(row),
    checks,
    same,
  };
}

/** What changed from the version `with` to the version `number`. */
export async function compareVersions(
  actor: Actor,
  { datasetId, number, with: other }: z.output<typeof compareInput>,
): Promise<ComparisonDto> {
  assertCan(actor, "dataset:read");
  const [before, after] = await Promise.all([
    findVersion(actor, { datasetId, number: other }),
    findVersion(actor, { datasetId, number }),
  ]);
  const first = toProfileState(before.computedProfile).document;
  const second = toProfileState(after.computedProfile).document;
  return {
    before: toDatasetVersionDto(before),
    after: toDatasetVersionDto(after),
    rowsBefore: rowsOf(before),
    rowsAfter: rowsOf(after),
    // What was read in both files is comparable; else what their clients said.
    schema:
      first && second
        ? compareSchemas(first.columns, second.columns)
        : compareSchemas(columnsOf(before) ?? [], columnsOf(after) ?? []),
    columns: first && second ? compareProfiles(first, second) : null,
  };
}
