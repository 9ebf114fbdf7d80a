import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import next from "next";
import { env, settleEnv, tellNextAuth } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { closeDatabase } from "@/lib/db/client";
import { closePool } from "@/lib/db/pool";
import { flushAnnouncements } from "@/lib/events/announce";
import { EventHub } from "@/lib/events/listen";
import { flushPoints } from "@/lib/runs/sql/group-commit";
import { isAllowedHost, isAllowedOrigin } from "./host-check";
import { prepareForPeople } from "./people-request";
import { prepare } from "./prepare";
import { isProgramPath, openProgramDoor } from "./program-door";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const MAX_CONNECTIONS = 4_000;
const HEADERS_MS = 15_000;
const IDLE_MS = 120_000;
const STOP_MS = 20_000;

function allowedNames(): string[] {
  const { ALLOWED_HOSTS, HOST, SLIPWAY_URL } = env();
  return [...ALLOWED_HOSTS, HOST, ...(SLIPWAY_URL ? [new URL(SLIPWAY_URL).hostname] : [])];
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses what DNS rebinding and cross-site requests look like, before any handler sees it. */
function refuses(request: IncomingMessage, response: ServerResponse, names: string[]): boolean {
  const { host, origin } = request.headers;
  const url = request.url ?? "/";
  const isOpen = url === "/health" || url === "/version";
  let refusal: string | null = null;
  if (!isOpen && !isAllowedHost(host, names))
    refusal = "Invalid Host header - possible DNS rebinding attack detected";
  else if (!SAFE.has(request.method ?? "GET") && !isAllowedOrigin(origin, host, names))
    refusal = "Cross-origin request blocked";
  if (refusal === null) return false;
  response.writeHead(403, { "Content-Type": "text/plain", Connection: "close" }).end(refusal);
  return true;
}

function listen(server: Server): Promise<number> {
  const { PORT, HOST } = env();
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${PORT} is in use. Stop what uses it, or set PORT to another one.`)
          : error.code === "EACCES"
            ? new Error(`Port ${PORT} needs more rights. Set PORT to one above 1023.`)
            : error,
      );
    });
    server.listen(PORT, HOST, () => {
      // A listening TCP server always has an AddressInfo.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

interface PeopleDoor {
  handle: Handler;
  upgrade: (request: IncomingMessage, socket: import("node:stream").Duplex, head: Buffer) => void;
  close: () => Promise<void>;
}

async function openPeopleDoor(port: number): Promise<PeopleDoor> {
  const dev = env().NODE_ENV === "development";
  tellNextAuth();
  const app = next({ dev, hostname: env().HOST, port, dir: process.cwd() });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => void handle(request, response),
    upgrade: (request, socket, head) => void upgrade(request, socket, head),
    close: () => app.close(),
  };
}

export interface Running {
  port: number;
  url: string;
  firstPassword: string | null;
  adminEmail: string;
  stop: () => Promise<void>;
}

/** Starts this process in its role and resolves when it answers requests. */
export async function start(): Promise<Running> {
  const state: { people: Handler | null; ready: boolean; upgrade: PeopleDoor["upgrade"] | null } = {
    people: null,
    ready: false,
    upgrade: null,
  };
  const programs: { handle: Handler | null } = { handle: null };
  const names = allowedNames();
  const starting: Handler = (request, response) => {
    const body = request.url === "/health" ? "OK" : "Slipway is starting.";
    const status = request.url === "/health" ? 200 : 503;
    response.writeHead(status, { "Content-Type": "text/plain", "Retry-After": "1" }).end(body);
  };
  const server = createServer((request, response) => {
    if (refuses(request, response, names)) return;
    const isProgram = isProgramPath(request.url ?? "/");
    if (!isProgram) prepareForPeople(request, names);
    const door = isProgram ? programs.handle : state.people;
    (door ?? starting)(request, response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = 0;
  server.setTimeout(IDLE_MS);
  server.keepAliveTimeout = 75_000;
  server.on("upgrade", (request, socket, head) => {
    if (state.upgrade) state.upgrade(request, socket, head);
    else socket.destroy();
  });
  const port = await listen(server);
  settleEnv({ PORT: port });
  const prepared = await prepare();
  const hub = new EventHub();
  await hub.start();
  const { app, handle, endStreams } = await openProgramDoor(() => state.ready, hub);
  programs.handle = handle;
  const people = env().ROLE === "worker" ? null : await openPeopleDoor(port);
  state.people = people?.handle ?? null;
  state.upgrade = people?.upgrade ?? null;
  state.ready = true;
  const url = env().SLIPWAY_URL ?? `http://${env().HOST}:${port}`;
  log().info({ url, role: env().ROLE }, "Slipway is ready");

  const drain = async () => {
    state.ready = false;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    endStreams();
    server.closeIdleConnections();
    const drained = closed.then(() => true);
    const late = new Promise<false>((resolve) => setTimeout(resolve, STOP_MS, false).unref());
    if (!(await Promise.race([drained, late]))) server.closeAllConnections();
    await flushPoints();
    await flushAnnouncements();
    await hub.stop();
    await app.close();
    await people?.close().catch(() => undefined);
    await closeDatabase();
    await closePool();
    await prepared.embedded?.stop();
    log().info("Slipway has stopped");
  };
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= drain();
    return stopping;
  };
  return {
    port,
    url,
    firstPassword: prepared.firstPassword,
    adminEmail: prepared.adminEmail,
    stop,
  };
}
