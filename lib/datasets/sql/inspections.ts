import "server-only";
import type { JsonObject, Tx } from "@/lib/db/client";
import type { CheckOutcome } from "../rules/checks";
import { type CheckDefinition, checkDefinition } from "../schema/checks";
import { type ProfileDocument, profileDocument } from "../schema/profile";

export interface ActiveCheck {
  id: bigint;
  severity: string;
  definition: CheckDefinition;
}

export async function activeChecks(
  tx: Tx,
  workspaceId: string,
  datasetId: bigint,
): Promise<ActiveCheck[]> {
  const rows = await tx.datasetCheck.findMany({
    where: { workspaceId, datasetId, removedAt: null },
    orderBy: { id: "asc" },
  });
  return rows.flatMap(({ id, severity, definition }) => {
    const parsed = checkDefinition.safeParse(definition);
    return parsed.success ? [{ id, severity, definition: parsed.data }] : [];
  });
}

/** Edges that the dataset's first profile settled: every later version is counted on the same. */
export async function frozenEdges(
  tx: Tx,
  workspaceId: string,
  datasetId: bigint,
): Promise<Record<string, number[]>> {
  const first = await tx.datasetProfile.findFirst({
    where: { workspaceId, status: "ready", version: { datasetId } },
    orderBy: { version: { number: "asc" } },
  });
  const parsed = profileDocument.safeParse(first?.document);
  if (!parsed.success) return {};
  return Object.fromEntries(
    parsed.data.columns.flatMap(({ name, histogram }) =>
      histogram ? [[name, histogram.edges]] : [],
    ),
  );
}

export async function saveProfile(
  tx: Tx,
  version: { id: bigint; workspaceId: string },
  result: { profile: ProfileDocument } | { problem: string },
): Promise<void> {
  const isReady = "profile" in result;
  const data = {
    status: isReady ? "ready" : "failed",
    problem: isReady ? null : result.problem,
    updatedAt: BigInt(Date.now()),
    // A profile is JSON: numbers, texts, lists and objects.
    ...(isReady ? { document: result.profile as unknown as JsonObject } : {}),
  };
  await tx.datasetProfile.upsert({
    where: { versionId: version.id, workspaceId: version.workspaceId },
    create: { versionId: version.id, workspaceId: version.workspaceId, ...data },
    update: data,
  });
}

/** What each check found; a check of severity "warn" warns instead of failing. */
export async function saveOutcomes(
  tx: Tx,
  version: { id: bigint; workspaceId: string },
  checks: readonly ActiveCheck[],
  outcomes: readonly CheckOutcome[],
): Promise<void> {
  const evaluatedAt = BigInt(Date.now());
  await tx.datasetCheckResult.createMany({
    data: checks.flatMap(({ id, severity }, index) => {
      const outcome = outcomes[index];
      if (!outcome) return [];
      const { verdict, failing, rows, message } = outcome;
      return [
        {
          workspaceId: version.workspaceId,
          checkId: id,
          versionId: version.id,
          verdict: verdict === "fail" && severity === "warn" ? "warn" : verdict,
          failing: failing === null ? null : BigInt(failing),
          rows: rows === null ? null : BigInt(rows),
          message,
          evaluatedAt,
        },
      ];
    }),
  });
}
