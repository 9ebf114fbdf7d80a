import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Page } from "@/lib/core/page";
import { getLoggedModel } from "@/lib/models/queries/logged-models";
import {
  abortArtifactUpload,
  completeArtifactUpload,
  createArtifactUpload,
} from "@/lib/runs/commands/artifacts";
import type { ArtifactDto } from "@/lib/runs/dto/artifacts";
import {
  findArtifact,
  getArtifactUri,
  listArtifacts,
  listArtifactsAt,
} from "@/lib/runs/queries/artifacts";
import { signGrant } from "@/lib/storage/signed-links";
import { serve } from "../rpc";
import { int64, parseMessage, some, text } from "../wire";
import { pathOf } from "./artifacts";

const PREFIXES = ["/api/2.0", "/ajax-api/2.0"] as const;
const PAGE = 1_000;
/** MLflow's protocol lists a directory in one answer; this bounds it. */
const MAX_FILES = 100_000;
const PART_LINK_MS = 6 * 3_600_000;
const FILE_LINK_MS = 3_600_000;
const MAX_PARTS = 10_000;

interface PageOptions {
  limit: number;
  pageToken: string | undefined;
}

/** Every entry of a directory, ordered by path, as MLflow answers them. */
async function allFiles(read: (page: PageOptions) => Promise<Page<ArtifactDto>>) {
  const items: ArtifactDto[] = [];
  let pageToken: string | undefined;
  do {
    const page = await read({ limit: PAGE, pageToken });
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && items.length < MAX_FILES);
  if (pageToken !== undefined)
    throw new AppError(
      "INVALID",
      `This directory holds more than ${MAX_FILES} entries. List its subdirectories instead.`,
    );
  return some(
    items
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ path, isDirectory, size }) => ({
        path,
        is_dir: isDirectory,
        file_size: size ?? undefined,
      })),
  );
}

function listRoutes(app: FastifyInstance): void {
  for (const prefix of PREFIXES)
    app.get(
      `${prefix}/mlflow-artifacts/artifacts`,
      { config: { access: "artifact:read" } },
      async (request, reply) => {
        const query = new URL(request.url, "http://localhost").searchParams;
        const path = query.get("path") ?? "";
        const files = await allFiles((page) => listArtifacts(request.actor, path, page));
        return reply.send({ files });
      },
    );
  serve(app, {
    method: "GET",
    path: "/artifacts/list",
    access: "artifact:read",
    input: z.object({ run_id: text, path: z.string().default("") }),
    run: async (actor, { run_id, path }) => {
      const root_uri = await getArtifactUri(actor, run_id);
      return {
        root_uri,
        files: await allFiles((page) => listArtifactsAt(actor, root_uri, path, page)),
      };
    },
  });
  serve(app, {
    method: "GET",
    path: "/logged-models/:uuid/artifacts/directories",
    access: "artifact:read",
    input: z.object({ uuid: text, artifact_directory_path: z.string().default("") }),
    run: async (actor, { uuid, artifact_directory_path: path }) => {
      const { artifactUri } = await getLoggedModel(actor, { uuid });
      return {
        root_uri: artifactUri,
        files: await allFiles((page) => listArtifactsAt(actor, artifactUri, path, page)),
      };
    },
  });
}

/** The address of a signed link, on the host that this very client reached us at. */
function linkTo(request: FastifyRequest, route: string, grant: string): string {
  const { protocol, host } = request;
  return `${protocol}://${host}/api/2.0/mlflow-artifacts/signed/${route}?grant=${grant}`;
}

const grantFor = ({ userId, workspaceId }: Actor, path: string, lifeMs: number) => ({
  userId,
  workspaceId,
  path,
  until: Date.now() + lifeMs,
});

/** The client names its local file; only its last name counts, on the directory that the address names. */
function uploadPath(request: FastifyRequest, localFile: string): string {
  const name = localFile.split(/[/\\]/).at(-1) ?? "";
  const directory = pathOf(request).replace(/\/+$/, "");
  return directory === "" ? name : `${directory}/${name}`;
}

const createInput = z.object({ path: text, num_parts: int64.default(1) });
const completeInput = z.object({
  path: text,
  upload_id: text,
  parts: z
    .array(z.object({ part_number: int64, etag: text }))
    .min(1)
    .max(MAX_PARTS),
});
const abortInput = z.object({ path: text, upload_id: text });

/** Large files in parts. */
function uploadRoutes(app: FastifyInstance, prefix: string): void {
  const write = { config: { access: "artifact:write" as const } };
  const url = `${prefix}/mlflow-artifacts/mpu`;
  app.post(`${url}/create/*`, write, async (request, reply) => {
    const { path: file, num_parts } = parseMessage(createInput, request.body ?? {});
    if (num_parts < 1 || num_parts > MAX_PARTS)
      throw new AppError(
        "INVALID",
        `Invalid value ${num_parts} for parameter 'num_parts' supplied: It must be between 1 and ${MAX_PARTS}.`,
      );
    const path = uploadPath(request, file);
    const uploadId = await createArtifactUpload(request.actor, path);
    const grant = grantFor(request.actor, path, PART_LINK_MS);
    const credentials = Array.from({ length: num_parts }, (_, index) => {
      const signed = signGrant({ ...grant, may: "write-part", uploadId, part: index + 1 });
      return { url: linkTo(request, "part", signed), part_number: index + 1, headers: {} };
    });
    return reply.send({ upload_id: uploadId, credentials });
  });
  app.post(`${url}/complete/*`, write, async (request, reply) => {
    const { path, upload_id, parts } = parseMessage(completeInput, request.body ?? {});
    await completeArtifactUpload(request.actor, {
      path: uploadPath(request, path),
      uploadId: upload_id,
      parts: parts.map(({ part_number, etag }) => ({ number: part_number, etag })),
    });
    return reply.send({});
  });
  app.post(`${url}/abort/*`, write, async (request, reply) => {
    const { path, upload_id } = parseMessage(abortInput, request.body ?? {});
    await abortArtifactUpload(request.actor, {
      path: uploadPath(request, path),
      uploadId: upload_id,
    });
    return reply.send({});
  });
}

/** An address from which a file can be read in several ranges at once. */
function presignedRoute(app: FastifyInstance, prefix: string): void {
  const read = { config: { access: "artifact:read" as const } };
  app.get(`${prefix}/mlflow-artifacts/presigned/*`, read, async (request, reply) => {
    const path = pathOf(request);
    const found = await findArtifact(request.actor, path);
    if (!found || found.isDirectory) throw new AppError("NOT_FOUND", `No such artifact: '${path}'`);
    const grant = signGrant({ ...grantFor(request.actor, path, FILE_LINK_MS), may: "read" });
    return reply.send({
      url: linkTo(request, "file", grant),
      headers: {},
      file_size: found.size,
    });
  });
}

/** What is said about files, in JSON. */
export function artifactMessageRoutes(app: FastifyInstance): void {
  listRoutes(app);
  for (const prefix of PREFIXES) {
    uploadRoutes(app, prefix);
    presignedRoute(app, prefix);
  }
}
