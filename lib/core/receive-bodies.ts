import type { IncomingMessage, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { AppError } from "./errors";

const BODY_MS = 60_000;
/** Bodies of the largest size that may be held in memory at once. */
const LARGEST_BODIES = 8;

const shared = globalThis as typeof globalThis & { slipwayHeldBytes?: number };

/** Whether a request says that a body follows its headers. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Closes the connection of a request whose body has not arrived in time, however steadily it drips. */
export function limitBodyTime(
  request: IncomingMessage,
  response: ServerResponse,
  bodyMs = BODY_MS,
): void {
  if (!hasBody(request)) return;
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, bodyMs).unref();
  response.once("close", () => clearTimeout(timer));
}

/** Makes room for a body that will be held in memory, until its request is answered. */
function reserveMemory(bytes: number, limit: number, response: ServerResponse): void {
  const held = shared.slipwayHeldBytes ?? 0;
  if (held > 0 && held + bytes > limit)
    throw new AppError(
      "UNAVAILABLE",
      "Too many large requests are being read. Try again in a moment.",
    );
  shared.slipwayHeldBytes = held + bytes;
  response.once("close", () => {
    shared.slipwayHeldBytes = (shared.slipwayHeldBytes ?? 0) - bytes;
  });
}

/**
 * Bounds the bodies that a door holds in memory: each has its time to arrive, and all of them together a size. Those
 * without a length count as large as they may become.
 */
export function boundBodies(app: FastifyInstance, maxBytes: number, bodyMs = BODY_MS): void {
  app.addHook("preParsing", async ({ raw, headers, routeOptions }, reply, payload) => {
    if (!hasBody(raw)) return payload;
    const bytes = Number(headers["content-length"] ?? routeOptions.bodyLimit);
    // What is larger than its route allows is refused by its length, and never held.
    if (bytes <= routeOptions.bodyLimit) reserveMemory(bytes, maxBytes * LARGEST_BODIES, reply.raw);
    limitBodyTime(raw, reply.raw, bodyMs);
    return payload;
  });
}
