import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { boundBodies } from "@/lib/core/receive-bodies";

/** Columns of a million values each are sent in some twenty characters a value. */
const MAX_BODY_BYTES = 256 * 2 ** 20;

/** Bodies of a statistic are handed on as they came: a large one is parsed in a thread. */
export function receiveColumns(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    route.bodyLimit = MAX_BODY_BYTES;
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, bytes, done) => {
    // Asked for as a buffer, it comes as one.
    const body = bytes as Buffer;
    if (isUtf8(body)) done(null, body);
    else done(new AppError("INVALID", "The request body is not valid UTF-8."));
  });
  boundBodies(app, Math.max(MAX_BODY_BYTES / 8, env().MAX_BODY_MB * 2 ** 20));
}
