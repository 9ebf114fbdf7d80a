import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { checkText } from "@/lib/core/check-json";
import { AppError } from "@/lib/core/errors";
import { getLoggedModel } from "@/lib/models/queries/logged-models";
import { getVersionLocation } from "@/lib/models/queries/version-files";
import {
  deleteArtifact,
  putArtifact,
  putArtifactPart,
  putRunArtifact,
} from "@/lib/runs/commands/artifacts";
import { getArtifactUri, resolveArtifact } from "@/lib/runs/queries/artifacts";
import { grantActor, verifyGrant } from "@/lib/storage/signed-links";
import { announcedSize, bodyOf, streamBodies } from "@/lib/storage/stream-bodies";
import { sendFile } from "../send-file";
import { parseMessage, text } from "../wire";

const PREFIXES = ["/api/2.0", "/ajax-api/2.0"] as const;
const MAX_UPLOAD = 10 * 2 ** 20;

const wildcard = z.object({ "*": z.string() });

/** The path that follows a route's own, decoded once. */
export function pathOf(request: FastifyRequest): string {
  return wildcard.parse(request.params)["*"];
}

/** A query string's parameters, the first of each name; empty ones count as absent. */
function queryOf(request: FastifyRequest): Record<string, string> {
  const { searchParams } = new URL(request.url, "http://localhost");
  const query: Record<string, string> = {};
  for (const key of new Set(searchParams.keys())) {
    const value = searchParams.get(key) ?? "";
    checkText(value, key);
    if (value !== "") query[key] = value;
  }
  return query;
}

/** Plain files below `mlflow-artifacts`, streamed both ways. */
function proxyRoutes(app: FastifyInstance, prefix: string): void {
  const url = `${prefix}/mlflow-artifacts/artifacts/*`;
  app.put(url, { config: { access: "artifact:write" } }, async (request, reply) => {
    const size = announcedSize(request);
    await putArtifact(request.actor, pathOf(request), bodyOf(request), { size });
    return reply.send();
  });
  app.get(url, { config: { access: "artifact:read" } }, async (request, reply) =>
    sendFile(request, reply, request.actor, pathOf(request)),
  );
  app.delete(url, { config: { access: "artifact:write" } }, async (request, reply) => {
    await deleteArtifact(request.actor, pathOf(request));
    return reply.send({});
  });
}

/** What signed links lead to. They carry their credentials in the address, as those of object stores do. */
function signedRoutes(app: FastifyInstance, prefix: string): void {
  const open = { config: { access: "public" as const } };
  app.put(`${prefix}/mlflow-artifacts/signed/part`, open, async (request, reply) => {
    const grant = verifyGrant(queryOf(request).grant ?? "", "write-part");
    const etag = await putArtifactPart(
      await grantActor(grant),
      { path: grant.path, uploadId: grant.uploadId, number: grant.part },
      bodyOf(request),
      { size: announcedSize(request) },
    );
    return reply.header("ETag", `"${etag}"`).send({});
  });
  app.get(`${prefix}/mlflow-artifacts/signed/file`, open, async (request, reply) => {
    const grant = verifyGrant(queryOf(request).grant ?? "", "read");
    return sendFile(request, reply, await grantActor(grant), grant.path);
  });
}

const runFile = z
  .object({ run_id: z.string().optional(), run_uuid: z.string().optional(), path: text })
  .transform(({ run_id, run_uuid, path }) => ({ run_id: run_id ?? run_uuid ?? "", path }));

/** Files of a run, a model version or a logged model, for browsers that follow a link. */
function linkRoutes(app: FastifyInstance): void {
  const read = { config: { access: "artifact:read" as const } };
  app.get("/get-artifact", read, async (request, reply) => {
    const { run_id, path } = parseMessage(runFile, queryOf(request));
    const uri = await getArtifactUri(request.actor, run_id);
    return sendFile(request, reply, request.actor, await resolveArtifact(request.actor, uri, path));
  });
  app.get("/model-versions/get-artifact", read, async (request, reply) => {
    const input = z.object({ name: text, version: text, path: text });
    const { name, version, path } = parseMessage(input, queryOf(request));
    const uri = await getVersionLocation(request.actor, { name, version });
    return sendFile(request, reply, request.actor, await resolveArtifact(request.actor, uri, path));
  });
  const modelFile = "/ajax-api/2.0/mlflow/logged-models/:uuid/artifacts/files";
  app.get(modelFile, read, async (request, reply) => {
    const input = z.object({ uuid: text, artifact_file_path: text });
    const params = z.object({ uuid: z.string() }).parse(request.params);
    const { uuid, artifact_file_path } = parseMessage(input, { ...queryOf(request), ...params });
    const { artifactUri } = await getLoggedModel(request.actor, { uuid });
    const path = await resolveArtifact(request.actor, artifactUri, artifact_file_path);
    return sendFile(request, reply, request.actor, path);
  });
}

const tooLarge = () => new AppError("INVALID", "Artifact size is too large. Max size is 10MB.");

/** A small file of a run in one request, as MLflow's own pages send it. */
function smallUploadRoute(app: FastifyInstance): void {
  const write = { config: { access: "artifact:write" as const } };
  app.post("/ajax-api/2.0/mlflow/upload-artifact", write, async (request, reply) => {
    const { run_uuid, path } = queryOf(request);
    if (!run_uuid) throw new AppError("INVALID", "Request must specify run_uuid.");
    if (!path) throw new AppError("INVALID", "Request must specify path.");
    const size = announcedSize(request);
    if (size === 0) throw new AppError("INVALID", "Request must specify data.");
    if (size !== undefined && size > MAX_UPLOAD) throw tooLarge();
    const target = { runUuid: run_uuid, path };
    await putRunArtifact(request.actor, target, bodyOf(request), {
      size,
      maxSize: MAX_UPLOAD,
    }).catch((error: unknown) => {
      throw error instanceof AppError && error.code === "TOO_LARGE" ? tooLarge() : error;
    });
    return reply.send();
  });
}

/** Everything that carries a file. */
export function artifactRoutes(app: FastifyInstance): void {
  streamBodies(app);
  for (const prefix of PREFIXES) {
    proxyRoutes(app, prefix);
    signedRoutes(app, prefix);
  }
  linkRoutes(app);
  smallUploadRoute(app);
}
