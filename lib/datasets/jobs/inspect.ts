import "server-only";
import { z } from "zod";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { defineHandler } from "@/lib/queue/handler";
import { datasetStore, workspaceStore } from "@/lib/storage/artifact-store";
import { storePath } from "@/lib/storage/artifact-uri";
import type { ArtifactStore } from "@/lib/storage/store";
import { type CheckOutcome, checkDescription } from "../rules/checks";
import { placeOf } from "../rules/content";
import { INSPECT_KIND } from "../rules/inspections";
import { readSchema, rowsOfProfile } from "../rules/read-schema";
import { formatOf } from "../rules/uploads";
import type { FileFormat } from "../schema/table-scan";
import {
  type ActiveCheck,
  activeChecks,
  frozenEdges,
  saveOutcomes,
  saveProfile,
} from "../sql/inspections";
import { scanTable } from "./scan-table";

interface TableFile {
  store: ArtifactStore;
  path: string;
  size: number;
  format: FileFormat;
}

type Version = NonNullable<Awaited<ReturnType<typeof readVersion>>>;

const readVersion = (workspaceId: string, versionId: number) =>
  db().datasetVersion.findFirst({ where: { id: BigInt(versionId), workspaceId } });

/** The uploaded file, or the artifact of this server that the version was read from; null when its bytes are elsewhere. */
async function fileOf(version: Version): Promise<TableFile | null> {
  const { workspaceId, filePath } = version;
  const path = filePath ?? storePath(placeOf(version));
  const format = path === null ? null : formatOf(path);
  if (path === null || !format) return null;
  const store = filePath === null ? workspaceStore(workspaceId) : datasetStore(workspaceId);
  const stat = await store.stat(path);
  return stat && !stat.isDirectory ? { store, path, size: stat.size, format } : null;
}

interface Inspection {
  outcomes: CheckOutcome[];
  profile: Parameters<typeof saveProfile>[2] | null;
}

async function inspectFile(
  version: Version,
  file: TableFile,
  checks: readonly ActiveCheck[],
): Promise<Inspection> {
  const { store, path, size, format } = file;
  try {
    const findings = await scanTable(store, path, {
      format,
      size,
      edges: await frozenEdges(db(), version.workspaceId, version.datasetId),
      checks: checks.map(({ definition }) => definition),
      createdAt: Number(version.createdAt),
      now: Date.now(),
    });
    return { outcomes: findings.outcomes, profile: { profile: findings.profile } };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "UNAVAILABLE") throw error;
    const outcome = {
      verdict: "inconclusive",
      failing: null,
      rows: null,
      message: error.message,
    } as const;
    return { outcomes: checks.map(() => outcome), profile: { problem: error.message } };
  }
}

function inspectDescription(version: Version, checks: readonly ActiveCheck[]): Inspection {
  const facts = {
    rows: rowsOfProfile(version.profile),
    columns: readSchema(version.schema),
    createdAt: Number(version.createdAt),
    now: Date.now(),
  };
  return {
    outcomes: checks.map(({ definition }) => checkDescription(definition, facts)),
    profile: null,
  };
}

const aVersion = z.object({ workspaceId: z.uuid(), versionId: z.number().int() });

/** Reads a version as far as it is here, and says how it stands to its dataset's checks. */
export const inspectHandler = defineHandler(
  INSPECT_KIND,
  aVersion,
  { maxAttempts: 10, deadlineMs: 600_000 },
  async ({ workspaceId, versionId }) => {
    const version = await readVersion(workspaceId, versionId);
    if (!version) return;
    const checks = await activeChecks(db(), workspaceId, version.datasetId);
    const file = await fileOf(version);
    const { outcomes, profile } = file
      ? await inspectFile(version, file, checks)
      : inspectDescription(version, checks);
    await db().$transaction(async (tx) => {
      if (profile) await saveProfile(tx, version, profile);
      await saveOutcomes(tx, version, checks, outcomes);
      await recordAudit(tx, systemIn(workspaceId), {
        action: "dataset.inspected",
        subject: `dataset ${version.datasetId}`,
        after: {
          version: version.number,
          verdicts: outcomes.map(({ verdict }) => verdict),
          isRead: file !== null,
        },
      });
    });
    announce(workspaceId, "datasets", `dataset:${Number(version.datasetId)}`);
  },
);
