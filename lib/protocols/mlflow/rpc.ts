import { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import type { Permission } from "@/lib/access/permissions";
import { checkText } from "@/lib/core/check-json";
import { AppError } from "@/lib/core/errors";
import { parseMessage } from "./wire";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

interface Rpc<Schema extends z.ZodType> {
  method: Method | readonly Method[];
  /** Below `/api/2.0/mlflow`, or another version's. */
  path: string;
  version?: "2.0" | "3.0";
  /** Served below `/ajax-api` only, as MLflow does for what its own pages call. */
  ajaxOnly?: boolean;
  access: Permission | "public";
  input: Schema;
  /** Of a success; 200 when absent. */
  status?: number;
  /** Fields that are lists: a query string names them once or many times. */
  lists?: readonly string[];
  /** Fields that stand in the query string though the method may have a body. */
  inQuery?: readonly string[];
  /** Answers the message, or its JSON as bytes or as a stream. */
  run: (actor: Actor, input: z.output<Schema>) => Promise<object>;
}

/** MLflow's check, before the body is read. PATCH and DELETE are not checked. */
function checkContentType(request: FastifyRequest): void {
  if (request.method !== "POST" && request.method !== "PUT") return;
  const type = request.headers["content-type"];
  if (type === undefined)
    throw new AppError("INVALID", "Bad Request. Content-Type header is missing.");
  if (type.split(";")[0]?.trim() !== "application/json")
    throw new AppError("INVALID", "Bad Request. Content-Type must be one of ['application/json'].");
}

/** What a query string says. A parameter without a value counts as absent; of one given twice the first counts. */
function queryMessage(request: FastifyRequest, lists: readonly string[]): Record<string, unknown> {
  const { searchParams } = new URL(request.url, "http://localhost");
  const message: Record<string, unknown> = {};
  for (const key of new Set(searchParams.keys())) {
    const values = searchParams.getAll(key);
    for (const value of values) checkText(value, key);
    if (lists.includes(key)) message[key] = values;
    else if (values[0] !== "") message[key] = values[0];
  }
  return message;
}

/** The request's message, with the path's parameters in it and `run_uuid` taken for `run_id`. */
function messageOf(
  request: FastifyRequest,
  lists: readonly string[],
  inQuery: readonly string[],
): Record<string, unknown> {
  const { body, params } = request;
  const message: Record<string, unknown> =
    request.method === "GET"
      ? queryMessage(request, lists)
      : // parseBody answers plain objects only.
        { ...(body as Record<string, unknown> | undefined) };
  if (inQuery.length > 0) {
    const query = queryMessage(request, lists);
    for (const key of inQuery) message[key] = query[key];
  }
  if (message.run_id === undefined || message.run_id === "") message.run_id = message.run_uuid;
  for (const [key, value] of Object.entries(params ?? {})) {
    checkText(String(value), key);
    message[key] = value;
  }
  return message;
}

/** Serves one RPC of MLflow below both of its prefixes. */
export function serve<Schema extends z.ZodType>(app: FastifyInstance, rpc: Rpc<Schema>): void {
  const prefixes = rpc.ajaxOnly ? ["/ajax-api"] : ["/api", "/ajax-api"];
  const methods = typeof rpc.method === "string" ? [rpc.method] : [...rpc.method];
  for (const prefix of prefixes)
    app.route({
      method: methods,
      url: `${prefix}/${rpc.version ?? "2.0"}/mlflow${rpc.path}`,
      config: { access: rpc.access },
      onRequest: async (request) => checkContentType(request),
      handler: async (request, reply) => {
        const input = parseMessage(
          rpc.input,
          messageOf(request, rpc.lists ?? [], rpc.inQuery ?? []),
        );
        const answer = await rpc.run(request.actor, input);
        reply.code(rpc.status ?? 200);
        if (rpc.status === 204) return reply.send();
        reply.type("application/json");
        const isJson = Buffer.isBuffer(answer) || answer instanceof Readable;
        return reply.send(isJson ? answer : JSON.stringify(answer));
      },
    });
}
