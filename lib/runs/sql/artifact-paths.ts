import "server-only";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import { storePath } from "@/lib/storage/artifact-uri";
import { safeRelativePath } from "@/lib/storage/safe-path";
import { runNotFound } from "./refs";

const CACHE_LIMIT = 50_000;
const shared = globalThis as typeof globalThis & { slipwayOwnExperiments?: Set<string> };

/** Experiments known to belong to a workspace; they never move and their ids are never used again. */
function known(): Set<string> {
  shared.slipwayOwnExperiments ??= new Set();
  if (shared.slipwayOwnExperiments.size > CACHE_LIMIT) shared.slipwayOwnExperiments.clear();
  return shared.slipwayOwnExperiments;
}

async function assertOwnExperiment(actor: Actor, id: string): Promise<void> {
  const key = `${actor.workspaceId} ${id}`;
  if (known().has(key)) return;
  const { rows } = await pool().query(
    "SELECT 1 FROM experiments WHERE id = $1 AND workspace_id = $2",
    [id, actor.workspaceId],
  );
  if (rows.length === 0)
    throw new AppError(
      "NOT_FOUND",
      `No Experiment with id=${id} exists in the workspace "${actor.workspaceSlug}". To work in another one, set MLFLOW_WORKSPACE or use a token of that workspace.`,
    );
  known().add(key);
}

const EXPERIMENT_ID = /^(?:0|[1-9]\d{0,17})$/;

/**
 * A path inside the workspace's artifacts, made safe. Every workspace has a part of the store to itself, so a path
 * cannot name what belongs to another one; one that begins with an experiment's id must name an experiment of this
 * workspace, so that a mistaken workspace is told and not filled. Throws INVALID, NOT_FOUND.
 */
export async function ownArtifactPath(actor: Actor, path: string): Promise<string> {
  const safe = safeRelativePath(path);
  const [first = ""] = safe.split("/", 1);
  if (EXPERIMENT_ID.test(first)) await assertOwnExperiment(actor, first);
  return safe;
}

/** The path of `path` below the artifacts that a uri names. Throws INVALID for artifacts kept elsewhere. */
export async function ownPathBelow(actor: Actor, uri: string, path: string): Promise<string> {
  const root = storePath(uri);
  if (root === null)
    throw new AppError(
      "INVALID",
      `These artifacts are kept at ${uri}, which Slipway does not read. Fetch them with mlflow.artifacts.download_artifacts.`,
    );
  return ownArtifactPath(actor, `${root}/${safeRelativePath(path)}`);
}

/** Where the artifacts of a run are, deleted or not. Throws NOT_FOUND. */
export async function artifactUriOf(actor: Actor, runUuid: string): Promise<string> {
  const { rows } = await pool().query<{ artifact_uri: string }>(
    "SELECT artifact_uri FROM runs WHERE uuid = $1 AND workspace_id = $2",
    [runUuid, actor.workspaceId],
  );
  const uri = rows[0]?.artifact_uri;
  if (uri === undefined) throw runNotFound(runUuid);
  return uri;
}
