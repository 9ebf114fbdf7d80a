import type { IncomingMessage, ServerResponse } from "node:http";
import { type Actor, isAllowed } from "@/lib/access/actor";
import { rememberedActor, tokenOf } from "@/lib/access/program-actor";
import { log } from "@/lib/core/log";
import { limitBodyTime } from "@/lib/core/receive-bodies";
import { type Answer, type Asked, answerInfer, answerInvocation } from "./answer";
import { failureAnswer } from "./errors";

/** Larger bodies go the usual way, where all of them together are bounded. */
const MAX_BYTES = 64 * 1024;

interface ShortRoute {
  before: string;
  after: string;
  /** As the router and the metrics name it. */
  route: string;
  answer: (asked: Asked) => Promise<Answer>;
}

const ROUTES: readonly ShortRoute[] = [
  {
    before: "/v2/models/",
    after: "/infer",
    route: "/v2/models/:deployment/infer",
    answer: answerInfer,
  },
  {
    before: "/serve/",
    after: "/invocations",
    route: "/serve/:deployment/invocations",
    answer: answerInvocation,
  },
];

/** What the door does with every request, whichever way it takes. */
export interface ShortWayOptions {
  requestIdOf: (request: IncomingMessage) => string;
  headers: Readonly<Record<string, string>>;
  onAnswered: (
    answered: { id: string; method: string; route: string; status: number },
    ms: number,
  ) => void;
}

/** The deployment that a path names; null for any other path, and for names that have to be decoded. */
function deploymentIn(url: string, { before, after }: ShortRoute): string | null {
  if (!url.startsWith(before) || !url.endsWith(after)) return null;
  const name = url.slice(before.length, url.length - after.length);
  return /^[\w.-]{1,200}$/.test(name) ? name : null;
}

/** Who asks, as far as that was found out a moment ago; null where the door has to look, or to refuse before it reads. */
function callerOf({ headers }: IncomingMessage): Actor | null {
  if (headers["x-mlflow-workspace"] !== undefined) return null;
  const token = tokenOf(headers.authorization);
  const actor = token === null ? null : rememberedActor(token, null);
  return actor && isAllowed(actor, "deployment:predict") ? actor : null;
}

const PLAIN_TYPE = /^[\w.+-]+\/[\w.+-]+(?:;|$)/;

/** Whether the usual way reads a body of such a type; what is no type at all it refuses. */
function hasPlainType({ headers }: IncomingMessage): boolean {
  const type = headers["content-type"];
  return type === undefined || type === "application/json" || PLAIN_TYPE.test(type);
}

function isSmall({ headers }: IncomingMessage): boolean {
  const length = Number(headers["content-length"] ?? Number.NaN);
  return length <= MAX_BYTES && headers["transfer-encoding"] === undefined;
}

/** Calls back with the whole body; never, when it does not arrive. */
function receive(request: IncomingMessage, whole: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  // Whoever hangs up is not answered.
  request.on("error", () => undefined);
  request.on("end", () => {
    const [first] = chunks;
    whole(chunks.length === 1 && first ? first : Buffer.concat(chunks));
  });
}

/**
 * Answers a prediction for somebody who called a moment ago, without the router and its hooks, which cost more than all
 * the rest. It decides nothing by itself: what it does not take goes the usual way, and both ways answer alike.
 */
export function takeShortWay(
  request: IncomingMessage,
  response: ServerResponse,
  { requestIdOf, headers, onAnswered }: ShortWayOptions,
): boolean {
  const { url = "", method = "" } = request;
  if (method !== "POST") return false;
  const found = ROUTES.find((route) => deploymentIn(url, route) !== null);
  const deployment = found ? deploymentIn(url, found) : null;
  if (!found || deployment === null) return false;
  if (!isSmall(request) || !hasPlainType(request)) return false;
  const actor = callerOf(request);
  if (actor === null) return false;
  const started = performance.now();
  const id = requestIdOf(request);
  const send = (status: number, own: Record<string, string>, body: Buffer | string) => {
    const length = { "Content-Length": Buffer.byteLength(body), "X-Request-Id": id };
    response.writeHead(status, Object.assign(own, headers, length)).end(body);
    onAnswered({ id, method, route: found.route, status }, performance.now() - started);
  };
  const fail = (error: unknown) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, headers: own, body } = failureAnswer(error, url);
    if (status === 500) log().error({ err: error, reqId: id }, "a prediction failed");
    const type = { "Content-Type": "application/json; charset=utf-8" };
    send(status, Object.assign(own, type), JSON.stringify(body));
  };
  const answered = ({ headers: own, body }: Answer) => {
    try {
      send(200, own, body);
    } catch (error) {
      fail(error);
    }
  };
  limitBodyTime(request, response);
  receive(request, (body) => {
    try {
      const asked = { actor, deployment, revision: null, requestId: id, headers: request.headers };
      found.answer(Object.assign(asked, { body })).then(answered, fail);
    } catch (error) {
      fail(error);
    }
  });
  return true;
}
