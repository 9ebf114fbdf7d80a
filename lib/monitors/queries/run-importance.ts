import "server-only";
import { buffer } from "node:stream/consumers";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import type { Serving } from "@/lib/deployments/queries/serving";
import { listArtifactsAt, openArtifact, resolveArtifact } from "@/lib/runs/queries/artifacts";
import { importanceFile, readImportance } from "../rules/importance";
import { stableOf } from "../rules/served";
import type { ImportanceSource } from "../schema/monitors";
import { findServedRun } from "../sql/served-run";

export interface RunImportance {
  source: ImportanceSource;
  features: Map<string, number>;
}

const MAX_BYTES = 2 * 2 ** 20;
const MAX_FILES = 1_000;

async function readFile(actor: Actor, uri: string): Promise<{ file: string; text: string } | null> {
  const { items } = await listArtifactsAt(actor, uri, "", { limit: MAX_FILES });
  const files = items.filter(({ size }) => size !== null && size > 0 && size <= MAX_BYTES);
  const file = importanceFile(files.map(({ name }) => name));
  if (file === null) return null;
  const { body } = await openArtifact(actor, await resolveArtifact(actor, uri, file));
  return { file, text: (await buffer(body)).toString("utf8") };
}

/** How important features are by what the run of the served version logged; null when it logged nothing of it, or not here. */
export async function readRunImportance(
  actor: Actor,
  serving: Serving,
): Promise<RunImportance | null> {
  assertCan(actor, "monitor:write");
  const versionId = stableOf(serving)?.modelVersionId ?? null;
  if (versionId === null || !isAllowed(actor, "artifact:read")) return null;
  const run = await findServedRun(pool(), actor.workspaceId, versionId);
  if (!run) return null;
  try {
    const found = await readFile(actor, run.artifactUri);
    const features = found && readImportance(found.text);
    return features && { features, source: { run: run.uuid, runName: run.name, file: found.file } };
  } catch (error) {
    // Its artifacts are kept elsewhere, or not any more.
    if (error instanceof AppError) return null;
    throw error;
  }
}
