import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { checkJson } from "@/lib/core/check-json";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { boundBodies } from "@/lib/core/receive-bodies";

/**
 * The message in a request body. Like MLflow, what cannot be parsed counts as an empty message, so that the answer
 * names the first field that is missing; and JSON inside a JSON string is unwrapped, as very old clients send it.
 */
export function parseBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) throw new AppError("INVALID", "The request body is not valid UTF-8.");
  const source = bytes.toString("utf8").replace(/^\uFEFF/, "");
  let body: unknown;
  try {
    body = JSON.parse(source);
    if (typeof body === "string") body = JSON.parse(body);
  } catch {
    return {};
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) return {};
  checkJson(body, source);
  return body;
}

/** Reads every body as bytes and parses it our way. */
export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, async (_request: unknown, bytes: Buffer) =>
    parseBody(bytes),
  );
  boundBodies(app, env().MAX_BODY_MB * 2 ** 20);
}
