import "server-only";
import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import { AppError } from "@/lib/core/errors";
import type { EventHub } from "@/lib/events/listen";
import type { LiveGreeting, LiveMessage } from "@/lib/events/topics";

const MAX_STREAMS = 2_000;
const HEARTBEAT_MS = 15_000;
/** Then the browser connects again and is asked again who it is. */
const LIFETIME_MS = 10 * 60_000;
/** A reader that leaves this much unread is cut off: it will read everything again. */
const MAX_UNREAD_BYTES = 256 * 1024;

/**
 * `GET /events?workspace=…`: server-sent events that tell a screen what to read again. Answers what ends every stream,
 * for a stop that would otherwise wait for them.
 */
export function eventRoutes(app: FastifyInstance, hub: EventHub): () => void {
  const open = new Set<ServerResponse>();
  app.get("/events", { config: { access: "workspace:read" } }, (request, reply) => {
    if (open.size >= MAX_STREAMS)
      throw new AppError("UNAVAILABLE", "Too many screens listen for live updates right now.");
    reply.hijack();
    const { raw } = reply;
    open.add(raw);
    raw.writeHead(200, {
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-store, no-transform",
      "X-Accel-Buffering": "no",
      "X-Content-Type-Options": "nosniff",
    });
    const write = (text: string) => {
      if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy();
      else raw.write(text);
    };
    const send = (message: LiveMessage) => write(`data: ${JSON.stringify(message)}\n\n`);
    const { workspaceId } = request.actor;
    const greeting: LiveGreeting = { quietMs: hub.quietMs(workspaceId) };
    write(`retry: 2000\nevent: hello\ndata: ${JSON.stringify(greeting)}\n\n`);
    const unsubscribe = hub.subscribe(workspaceId, send);
    const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
    const lifetime = setTimeout(() => raw.end(), LIFETIME_MS);
    raw.once("close", () => {
      open.delete(raw);
      unsubscribe();
      clearInterval(heartbeat);
      clearTimeout(lifetime);
    });
  });
  return () => {
    for (const stream of open) stream.end();
  };
}
