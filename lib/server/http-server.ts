import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { env } from "@/lib/core/env";
import { isAllowedHost, isAllowedOrigin } from "./host-check";
import type { PeopleDoor } from "./people-door";
import { prepareForPeople } from "./people-request";
import { isProgramPath, type ProgramDoor } from "./program-door";

const MAX_CONNECTIONS = 4_000;
const HEADERS_MS = 15_000;
const IDLE_MS = 120_000;
const KEEP_ALIVE_MS = 75_000;
const STOP_MS = 20_000;

/** The doors, as far as they are open yet. */
export interface Doors {
  programs: Pick<ProgramDoor, "handle"> | null;
  people: PeopleDoor | null;
}

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

/** What is said before a door is open. A liveness probe must not kill a server that is migrating. */
function answerWhileStarting(request: IncomingMessage, response: ServerResponse): void {
  const isHealth = request.url === "/health";
  response
    .writeHead(isHealth ? 200 : 503, { "Content-Type": "text/plain", "Retry-After": "1" })
    .end(isHealth ? "OK" : "Slipway is starting.");
}

/** One port for both doors. */
export class HttpServer {
  private readonly server: Server;
  private isStopping = false;

  constructor(private readonly doors: Doors) {
    const names = allowedNames();
    this.server = createServer((request, response) => this.answer(request, response, names));
    this.server.maxConnections = MAX_CONNECTIONS;
    this.server.headersTimeout = HEADERS_MS;
    this.server.requestTimeout = 0;
    this.server.setTimeout(IDLE_MS);
    this.server.keepAliveTimeout = KEEP_ALIVE_MS;
    this.server.on("upgrade", (request, socket, head) => {
      if (this.doors.people) this.doors.people.upgrade(request, socket, head);
      else socket.destroy();
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse, names: string[]): void {
    if (this.isStopping) response.shouldKeepAlive = false;
    if (refuses(request, response, names)) return;
    const isProgram = isProgramPath(request.url ?? "/");
    if (!isProgram) prepareForPeople(request, names);
    const door = isProgram ? this.doors.programs : this.doors.people;
    if (door) door.handle(request, response);
    else answerWhileStarting(request, response);
  }

  /** Answers the port. Throws a sentence for a port in use or out of bounds. */
  listen(): Promise<number> {
    const { PORT, HOST } = env();
    return new Promise((resolve, reject) => {
      this.server.once("error", (error: NodeJS.ErrnoException) => {
        reject(
          error.code === "EADDRINUSE"
            ? new Error(`Port ${PORT} is in use. Stop what uses it, or set PORT to another one.`)
            : error.code === "EACCES"
              ? new Error(`Port ${PORT} needs more rights. Set PORT to one above 1023.`)
              : error,
        );
      });
      this.server.listen(PORT, HOST, () => {
        // A listening TCP server always has an AddressInfo.
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  /** Takes no new connection and resolves when every request is answered, or cut off after 20 seconds. */
  async drain(): Promise<void> {
    this.isStopping = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    // A connection that was busy when the stop began becomes idle only later.
    const sweep = setInterval(() => this.server.closeIdleConnections(), 50);
    const late = setTimeout(() => this.server.closeAllConnections(), STOP_MS);
    await closed;
    clearInterval(sweep);
    clearTimeout(late);
  }
}
