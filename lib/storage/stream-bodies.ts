import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "@/lib/core/errors";
import { fromClient, type Pace } from "./streams";

/** 100 GiB pass in a day at 1.2 MiB a second; whoever is slower sends parts. */
const PACE: Pace = { windowMs: 30_000, leastBytes: 16_384, deadlineMs: 24 * 3_600_000 };
/** How long what is left of a refused body is read, so that its sender gets to read the answer. */
const DRAIN_MS = 20_000;

/** Hands every body on as a stream: nothing here is ever held in memory. */
export function streamBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.addHook("onResponse", async ({ raw }) => {
    if (raw.readableEnded || raw.destroyed) return;
    raw.unpipe();
    raw.resume();
    const timer = setTimeout(() => raw.destroy(), DRAIN_MS).unref();
    raw.once("close", () => clearTimeout(timer));
    raw.once("end", () => clearTimeout(timer));
  });
}

/** The body of a request, guarded against senders that stall or break off; empty when there is none. */
export function bodyOf(request: FastifyRequest): Readable {
  const { body } = request;
  return body instanceof Readable ? fromClient(body, PACE) : Readable.from([]);
}

/** The length that a request announces; undefined for a chunked body. Throws INVALID for a compressed one. */
export function announcedSize(request: FastifyRequest): number | undefined {
  const { "content-length": length, "content-encoding": encoding } = request.headers;
  if (encoding !== undefined && encoding !== "identity")
    throw new AppError(
      "INVALID",
      "Send the file as it is: a body with a Content-Encoding is not accepted here.",
    );
  if (length !== undefined) return Number(length);
  return request.headers["transfer-encoding"] === undefined ? 0 : undefined;
}
