import "server-only";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { guardRoutes, type RegisteredRoute } from "@/lib/access/route-access";
import { type Env, env } from "@/lib/core/env";
import { AppError, HTTP_STATUS, isDatabaseAway } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import type { EventHub } from "@/lib/events/listen";
import { startGateway } from "@/lib/gateway/jobs/gateway";
import { sendFailure } from "@/lib/protocols/mlflow/errors";
import { mlflowPlugin } from "@/lib/protocols/mlflow/plugin";
import { openInferencePlugin } from "@/lib/protocols/open-inference/plugin";
import { takeShortWay } from "@/lib/protocols/open-inference/short-way";
import { openLineagePlugin } from "@/lib/protocols/openlineage/plugin";
import { restPlugin } from "@/lib/protocols/rest/plugin";
import { eventRoutes } from "./events-route";
import { healthRoutes } from "./health";
import { observeRequest } from "./metrics";

/** Paths that programs call; everything else is a page, next-auth, or a read of our own screens. */
const PROGRAM_PATH =
  /^\/(?:api\/(?!(?:auth|ui)(?:[/?]|$))|ajax-api\/|get-artifact(?:[?]|$)|model-versions\/get-artifact|health(?:[?]|$)|ready(?:[?]|$)|version(?:[?]|$)|metrics(?:[?]|$)|events(?:[/?]|$)|v1\/|v2(?:[/?]|$)|serve\/)/;

export function isProgramPath(url: string): boolean {
  return PROGRAM_PATH.test(url);
}

/** What a failure looks like outside the protocols that have a shape of their own. */
function toHttpFailure(error: unknown) {
  if (error instanceof AppError)
    return { status: HTTP_STATUS[error.code], code: error.code, message: error.message };
  if (isDatabaseAway(error))
    return {
      status: 503,
      code: "UNAVAILABLE",
      message: "The database does not answer. Try again in a moment.",
    };
  const status =
    error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
      ? error.statusCode
      : 500;
  if (status >= 400 && status < 500 && error instanceof Error)
    return { status, code: "INVALID", message: error.message };
  return {
    status: 500,
    code: "INTERNAL",
    message: "Something went wrong on our side. It has been logged.",
  };
}

/** The plain answer that MLflow clients fall back from. */
function sendNotFound(_request: FastifyRequest, reply: FastifyReply) {
  return reply
    .code(404)
    .type("text/html")
    .send("<!doctype html><title>404 Not Found</title><p>Not Found");
}

/** A path that cannot be read never reaches the protocol it was meant for, which has a shape for its failures. */
function sendUnreadable(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, code, message } = toHttpFailure(error);
  return /^\/(?:ajax-)?api\/\d\.\d\//.test(request.url)
    ? sendFailure(error, request, reply)
    : reply.code(status).send({ error: { code, message } });
}

const SLOW_MS = 2_000;

/** Counts an answer, and logs one that failed or took long. */
function noteAnswer(
  { id, method, route, status }: { id: string; method: string; route: string; status: number },
  ms: number,
): void {
  observeRequest({ door: "programs", method, route, status: String(status) }, ms);
  const isSlow = ms > SLOW_MS && route !== "/events";
  const level = status >= 500 || isSlow ? "warn" : "debug";
  if (log().isLevelEnabled(level))
    log()[level]({ reqId: id, method, route, status, ms: Math.round(ms) }, "answered");
}

function observe(app: FastifyInstance): void {
  app.addHook("onResponse", ({ method, id, routeOptions }, { statusCode, elapsedTime }, done) => {
    const route = routeOptions.url ?? "unknown";
    noteAnswer({ id, method, route, status: statusCode }, elapsedTime);
    done();
  });
}

/** What a caller names its request by, or a UUID. */
function requestIdOf({ headers }: Pick<IncomingMessage, "headers">): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}

const HEADERS = { "X-Content-Type-Options": "nosniff", "X-Frame-Options": "SAMEORIGIN" };

export interface ProgramDoor {
  app: FastifyInstance;
  /** Answers one request of a program. */
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Ends what would never end by itself: streams of live updates. */
  endStreams: () => void;
  /** Everything it serves, for the test of who may call what. */
  routes: readonly RegisteredRoute[];
}

export interface ProgramDoorOptions {
  isReady: () => boolean;
  hub: EventHub;
  /** A worker answers nothing but health and metrics. */
  role: Env["ROLE"];
}

function createApp(door: { handle?: ProgramDoor["handle"] }): FastifyInstance {
  const logger: FastifyBaseLogger = log();
  return Fastify({
    loggerInstance: logger,
    // A logger for each request would cost more than most requests do: what is logged names its request by itself.
    childLoggerFactory: () => logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: env().TRUST_PROXY,
    bodyLimit: env().MAX_BODY_MB * 2 ** 20,
    routerOptions: { maxParamLength: 4096, ignoreDuplicateSlashes: false },
    exposeHeadRoutes: false,
    frameworkErrors: sendUnreadable,
    serverFactory: (handler) => {
      door.handle = handler;
      // The socket belongs to the shared server: this one only satisfies Fastify's contract.
      return createServer(handler);
    },
  });
}

/** The Fastify door: wire protocols, health and metrics. */
export async function openProgramDoor({
  isReady,
  hub,
  role,
}: ProgramDoorOptions): Promise<ProgramDoor> {
  const door: { handle?: ProgramDoor["handle"] } = {};
  const app = createApp(door);
  const routes = guardRoutes(app);
  observe(app);
  app.addHook("onSend", (request, reply, payload, done) => {
    reply.header("X-Request-Id", request.id);
    reply.headers(HEADERS);
    done(null, payload);
  });
  app.setNotFoundHandler(sendNotFound);
  app.addHook("onRequest", (request, reply, done) => {
    // Before its body is read, which nobody waits for.
    if (request.is404) sendNotFound(request, reply);
    else done();
  });
  app.setErrorHandler((error, request, reply) => {
    const failure = toHttpFailure(error);
    if (failure.status >= 500)
      request.log.error({ err: error, reqId: request.id }, "a request failed");
    if (failure.status === 503) reply.header("Retry-After", "2");
    return reply
      .code(failure.status)
      .send({ error: { code: failure.code, message: failure.message } });
  });
  healthRoutes(app, isReady);
  const endStreams = eventRoutes(app, hub);
  const protocols: FastifyPluginAsync[] =
    role === "worker" ? [] : [mlflowPlugin, restPlugin, openLineagePlugin, openInferencePlugin];
  for (const protocol of protocols) await app.register(protocol);
  if (role !== "worker") {
    const stopGateway = startGateway(hub);
    app.addHook("onClose", stopGateway);
  }
  await app.ready();
  const { handle } = door;
  if (!handle) throw new Error("Fastify did not ask for a server.");
  const shortWay = { requestIdOf, headers: HEADERS, onAnswered: noteAnswer };
  return {
    app,
    handle: (request, response) => {
      if (role === "worker" || !takeShortWay(request, response, shortWay))
        handle(request, response);
    },
    endStreams,
    routes,
  };
}
