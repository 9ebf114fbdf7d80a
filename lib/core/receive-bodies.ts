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

/** How late it may be noticed that a body has not arrived. */
const LOOK_MS = 1_000;

/** A request whose body has until then to arrive. */
interface Reading {
  request: IncomingMessage;
  until: number;
}

/**
 * Those that are read now, each in its place until it is let go. No Set: one that is filled and emptied all the time
 * leaves tables behind that keep what was in them alive until the whole heap is looked through.
 */
const reading: (Reading | null)[] = [];
const freePlaces: number[] = [];
let looking: NodeJS.Timeout | null = null;

/** One timer for all of them: one for each would cost more than reading most bodies does. */
function lookAfterBodies(): void {
  const now = Date.now();
  for (const one of reading)
    if (one && one.until <= now && !one.request.complete) one.request.destroy();
  if (freePlaces.length < reading.length || !looking) return;
  clearInterval(looking);
  looking = null;
}

/** Answers its place, which has to be let go of. */
function expectBody(request: IncomingMessage, bodyMs: number): number {
  const place = freePlaces.pop() ?? reading.length;
  reading[place] = { request, until: Date.now() + bodyMs };
  looking ??= setInterval(lookAfterBodies, Math.min(LOOK_MS, bodyMs)).unref();
  return place;
}

function letGo(place: number): void {
  reading[place] = null;
  freePlaces.push(place);
}

/** Closes the connection of a request whose body has not arrived in time, however steadily it drips. */
export function limitBodyTime(
  request: IncomingMessage,
  response: ServerResponse,
  bodyMs = BODY_MS,
): void {
  if (!hasBody(request)) return;
  const place = expectBody(request, bodyMs);
  response.once("close", () => letGo(place));
}

/** Makes room for a body that will be held in memory; the answer says so much has to be given back. */
function reserveMemory(bytes: number, limit: number): number {
  const held = shared.slipwayHeldBytes ?? 0;
  if (held > 0 && held + bytes > limit)
    throw new AppError(
      "UNAVAILABLE",
      "Too many large requests are being read. Try again in a moment.",
    );
  shared.slipwayHeldBytes = held + bytes;
  return bytes;
}

/**
 * Bounds the bodies that a door holds in memory: each has its time to arrive, and all of them together a size. Those
 * without a length count as large as they may become.
 */
export function boundBodies(app: FastifyInstance, maxBytes: number, bodyMs = BODY_MS): void {
  app.addHook("preParsing", ({ raw, headers, routeOptions }, reply, payload, done) => {
    // Whoever has left meanwhile closes no answer any more, and would hold its room for good.
    if (reply.raw.closed || raw.destroyed) return;
    if (!hasBody(raw)) {
      done(null, payload);
      return;
    }
    const bytes = Number(headers["content-length"] ?? routeOptions.bodyLimit);
    // What is larger than its route allows is refused by its length, and never held.
    const isHeld = bytes <= routeOptions.bodyLimit;
    const held = isHeld ? reserveMemory(bytes, maxBytes * LARGEST_BODIES) : 0;
    const place = expectBody(raw, bodyMs);
    reply.raw.once("close", () => {
      letGo(place);
      shared.slipwayHeldBytes = (shared.slipwayHeldBytes ?? 0) - held;
    });
    done(null, payload);
  });
}
