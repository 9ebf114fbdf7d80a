import "server-only";
import { z } from "zod";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { defineHandler } from "@/lib/queue/handler";
import { type CheckOutcome, checkDescription } from "../rules/checks";
import { INSPECT_KIND } from "../rules/inspections";
import { readSchema, rowsOfProfile } from "../rules/read-schema";
import {
  type ActiveCheck,
  activeChecks,
  frozenEdges,
  saveOutcomes,
  saveProfile,
} from "../sql/inspections";
import { scanTable } from "./scan-table";
import { tableFileOf } from "./table-file";

type Version = NonNullable<Awaited<ReturnType<typeof readVersion>>>;

const readVersion = (workspaceId: string, versionId: number) =>
  db().datasetVersion.findFirst({ where: { id: BigInt(versionId), workspaceId } });

interface Inspection {
  outcomes: CheckOutcome[];
  profile: Parameters<typeof saveProfile>[2] | null;
}

async function inspectFile(
  version: Version,
  file: NonNullable<Awaited<ReturnType<typeof tableFileOf>>>,
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
    const file = await tableFileOf(version);
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
