import "server-only";
import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { getModelVersion } from "@/lib/models/queries/registered-models";
import { findVersionLocation } from "@/lib/models/queries/version-files";
import { workspaceStore } from "@/lib/storage/artifact-store";
import { storePath } from "@/lib/storage/artifact-uri";
import { parseYaml } from "@/lib/storage/preview/yaml-file";
import type { ArtifactStore } from "@/lib/storage/store";
import { ARTIFACT_THRESHOLD, judgeArtifacts, type ManifestFile } from "../rules/artifact-gate";
import type { Finding } from "../rules/findings";
import { type Ends, formatProblem, namedFiles } from "../rules/mlmodel-files";
import { sha256 } from "../sql/sha256";

const MAX_FILES = 10_000;
const MAX_BYTES = 50 * 2 ** 30;
const MAX_MLMODEL_BYTES = 2 ** 20;
const HEAD_BYTES = 8;

function inconclusive(summary: string): Finding {
  const rest = { threshold: ARTIFACT_THRESHOLD, observed: "", evidence: {}, freshUntil: null };
  return { verdict: "inconclusive", summary, ...rest };
}

interface ReadFile extends ManifestFile {
  ends: Ends;
  /** The whole of an MLmodel file. */
  text: string | null;
}

/** Reads a file from its beginning to its end and keeps nothing of it but its hash, its ends, and a small MLmodel. */
async function readFile(
  store: ArtifactStore,
  root: string,
  path: string,
  signal: AbortSignal,
): Promise<ReadFile> {
  const { body } = await store.get(`${root}/${path}`);
  const hash = createHash("sha256");
  const keeps = path === "MLmodel";
  const kept: Buffer[] = [];
  let size = 0;
  let head = Buffer.alloc(0);
  let lastByte: number | undefined;
  await pipeline(
    body,
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        if (head.length < HEAD_BYTES)
          head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
        if (keeps && size < MAX_MLMODEL_BYTES) kept.push(chunk);
        size += chunk.length;
        lastByte = chunk.at(-1) ?? lastByte;
      }
    },
    { signal },
  );
  const isWhole = keeps && size <= MAX_MLMODEL_BYTES;
  return {
    ...{ path, size, sha256: hash.digest("hex"), ends: { head, lastByte } },
    text: isWhole ? Buffer.concat(kept).toString("utf8") : null,
  };
}

async function listFiles(store: ArtifactStore, root: string): Promise<string[] | null> {
  const paths: string[] = [];
  let bytes = 0;
  for await (const { path, size } of store.walk(root)) {
    paths.push(path);
    bytes += size;
    if (paths.length > MAX_FILES || bytes > MAX_BYTES) return null;
  }
  return paths.sort();
}

const manifestFiles = z.array(z.object({ path: z.string(), size: z.number(), sha256: z.string() }));

/** Keeps how the files were at first; answers how they were then, null when this was the first time. */
async function firstManifest(
  place: { versionId: bigint; workspaceId: string },
  files: readonly ManifestFile[],
) {
  const hash = sha256(files);
  const bytes = BigInt(files.reduce((sum, { size }) => sum + size, 0));
  const { count } = await db().modelVersionManifest.createMany({
    data: [
      { ...place, hash, files: files.map((file) => ({ ...file })), fileCount: files.length, bytes },
    ],
    skipDuplicates: true,
  });
  if (count > 0) return null;
  const known = await db().modelVersionManifest.findFirstOrThrow({ where: place });
  return { hash: known.hash, files: manifestFiles.parse(known.files) };
}

interface Version {
  versionId: bigint;
  workspaceId: string;
  modelName: string;
  version: number;
}

/** Reads every file of a version once, and compares with how they were when they were first read. Nothing is run. */
export async function verifyArtifacts(
  reader: Actor,
  { versionId, workspaceId, modelName, version }: Version,
  signal: AbortSignal,
): Promise<Finding> {
  const dto = await getModelVersion(reader, { name: modelName, version: String(version) });
  const location = await findVersionLocation(reader, dto);
  const root = location === null ? null : storePath(location);
  if (root === null)
    return inconclusive(
      `Its files are kept at ${dto.storageLocation.slice(0, 200)}, which Slipway does not read.`,
    );
  const store = workspaceStore(workspaceId);
  const paths = await listFiles(store, root);
  if (paths === null)
    return inconclusive(`It has more than ${MAX_FILES} files, or more bytes than are read.`);
  if (paths.length === 0) return { ...inconclusive("There are no files."), verdict: "fail" };
  const read: ReadFile[] = [];
  for (const path of paths) read.push(await readFile(store, root, path, signal));
  const files = read.map(({ path, size, sha256: hash }) => ({ path, size, sha256: hash }));
  const text = read.find(({ path }) => path === "MLmodel")?.text ?? null;
  return judgeArtifacts({
    files,
    hash: sha256(files),
    problems: read.flatMap(({ path, ends }) => formatProblem(path, ends) ?? []),
    named: text === null ? null : namedFiles(parseYaml(text)),
    first: await firstManifest({ versionId, workspaceId }, files),
  });
}
