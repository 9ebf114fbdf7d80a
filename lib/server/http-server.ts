import "server-only";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { env } from "@/lib/core/env";
import { limitBodyTime } from "@/lib/core/receive-bodies";
import { isAllowedHost, isAllowedOrigin } from "./host-check";
import type { PeopleDoor } from "./people-door";
import { prepareForPeople } from "./people-request";
import { isProgramPath, type ProgramDoor } from "./program-door";

const MAX_CONNECTIONS = 4_000;
/** Requests in the works at once, streams of live updates among them. */
const MAX_WAITING = 4_000;
/** Requests of one connection that wait for their answers. Clients send one at a time, or a few. */
const MAX_PIPELINED = 32;
const HEADERS_MS = 15_000;
/** How late it may be noticed that headers do not arrive. */
const CHECK_MS = 5_000;
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

const PAGE_METHODS = new Set(["GET", "HEAD", "POST", "OPTIONS"]);
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

/** Whether a page's address can be decoded; what cannot names no page. */
function isReadable(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** What neither door ought to see: a target that is no path, a page nobody can name, a method that pages do not have. */
function misformed(
  request: IncomingMessage,
  isProgram: boolean,
): [status: number, why: string] | null {
  const { url = "/", method = "GET" } = request;
  if (!url.startsWith("/")) return [400, "The request must name a path of this server."];
  if (isProgram) return null;
  if (!PAGE_METHODS.has(method)) return [405, "Pages are read with GET and written with POST."];
  return isReadable(url) ? null : [400, "The address is not a valid URL."];
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
  private waiting = 0;
  private readonly waitingOn = new WeakMap<Socket, number>();

  constructor(private readonly doors: Doors) {
    const names = allowedNames();
    this.server = createServer({ connectionsCheckingInterval: CHECK_MS }, (request, response) =>
      this.answer(request, response, names),
    );
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
    if (!this.admit(request, response) || refuses(request, response, names)) return;
    const isProgram = isProgramPath(request.url ?? "/");
    const fault = misformed(request, isProgram);
    if (fault) {
      const [status, why] = fault;
      response.writeHead(status, { "Content-Type": "text/plain", Connection: "close" }).end(why);
      return;
    }
    if (!isProgram) {
      prepareForPeople(request, names);
      limitBodyTime(request, response);
    }
    const door = isProgram ? this.doors.programs : this.doors.people;
    if (door) door.handle(request, response);
    else answerWhileStarting(request, response);
  }

  /** Whether there is room for one more request; one connection may not send many without waiting for answers. */
  private admit(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const onSocket = (this.waitingOn.get(socket) ?? 0) + 1;
    if (onSocket > MAX_PIPELINED) {
      socket.destroy();
      return false;
    }
    this.waitingOn.set(socket, onSocket);
    this.waiting += 1;
    response.once("close", () => {
      this.waiting -= 1;
      this.waitingOn.set(socket, (this.waitingOn.get(socket) ?? 1) - 1);
    });
    if (this.waiting <= MAX_WAITING || request.url === "/health") return true;
    response
      .writeHead(503, { "Content-Type": "text/plain", "Retry-After": "2" })
      .end("Too many requests are being answered. Try again in a moment.");
    return false;
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
