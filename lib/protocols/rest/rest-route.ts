import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { invalidInput } from "@/lib/access/failures";
import type { Permission } from "@/lib/access/permissions";
import { dispositionOf, type ExportedBytes, type ExportedFile } from "@/lib/core/exported-file";

export const REST_PREFIX = "/api/slipway/v1";

const none = z.object({});

export interface RestRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the prefix, with `{name}` for each parameter. */
  path: string;
  /** Its name in generated clients. */
  id: string;
  access: Permission;
  /** Heading in the documentation: the noun it is about. */
  tag: string;
  summary: string;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodObject | null;
  /** True when the body is a file's bytes, which `run` takes from the request as they arrive. */
  isFile?: boolean | undefined;
  /** Media types of the file that it answers instead of a message. */
  fileTypes?: readonly string[];
  /** Null for an answer without content. */
  answer: z.ZodType | null;
  /** Status of success; 200, or 204 without content, when absent. */
  status?: number;
}

interface Definition<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  Answer,
> extends Pick<
    RestRoute,
    "method" | "path" | "id" | "access" | "tag" | "summary" | "status" | "isFile"
  > {
  params?: Params;
  query?: Query;
  body?: Body;
  answer: z.ZodType<Answer> | null;
  run: (
    actor: Actor,
    input: z.output<Params> & z.output<Query> & z.output<Body>,
    request: FastifyRequest,
  ) => Promise<Answer>;
}

/** One operation: parsed, run and documented from the same schemas. */
export interface RestOperation extends RestRoute {
  handle: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
}

function parse<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw ?? {});
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

/** Defines an operation. Its input is the path's parameters, the query and the body in one object. */
export function defineOperation<
  Answer,
  Params extends z.ZodObject = typeof none,
  Query extends z.ZodObject = typeof none,
  Body extends z.ZodObject = typeof none,
>(definition: Definition<Params, Query, Body, Answer>): RestOperation {
  const { run, params, query, body, ...route } = definition;
  const success = route.status ?? (route.answer ? 200 : 204);
  return {
    ...route,
    params: params ?? none,
    query: query ?? none,
    body: body ?? null,
    status: success,
    handle: async (request, reply) => {
      // Absent schemas parse to an object without fields, which adds nothing to the input.
      const input = {
        ...(body ? parse(body, request.body) : {}),
        ...(query ? parse(query, request.query) : {}),
        ...(params ? parse(params, request.params) : {}),
      } as z.output<Params> & z.output<Query> & z.output<Body>;
      const answer = await run(request.actor, input, request);
      return reply.code(success).send(route.answer ? answer : undefined);
    },
  };
}

/** What an exported page may do: be looked at. */
const PAGE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

interface ExportDefinition<Params extends z.ZodObject, Query extends z.ZodObject>
  extends Pick<RestRoute, "path" | "id" | "access" | "tag" | "summary"> {
  fileTypes: readonly (ExportedFile | ExportedBytes)["type"][];
  params: Params;
  query?: Query;
  run: (
    actor: Actor,
    input: z.output<Params> & z.output<Query>,
  ) => Promise<ExportedFile | ExportedBytes>;
}

/** Defines an operation that answers a file to be saved, in pieces as they are made. */
export function defineExport<Params extends z.ZodObject, Query extends z.ZodObject = typeof none>({
  run,
  query,
  ...route
}: ExportDefinition<Params, Query>): RestOperation {
  return {
    ...route,
    query: query ?? none,
    method: "GET",
    body: null,
    answer: null,
    status: 200,
    handle: async (request, reply) => {
      // An absent schema parses to an object without fields, which adds nothing to the input.
      const input = {
        ...(query ? parse(query, request.query) : {}),
        ...parse(route.params, request.params),
      } as z.output<Params> & z.output<Query>;
      const file = await run(request.actor, input);
      reply
        .header("Content-Disposition", dispositionOf(file))
        .header("X-Content-Type-Options", "nosniff");
      if ("size" in file) reply.header("Content-Length", file.size).type(file.type);
      else reply.type(`${file.type}; charset=utf-8`);
      if ("isPage" in file && file.isPage) reply.header("Content-Security-Policy", PAGE_POLICY);
      return reply.send(Readable.from(file.chunks));
    },
  };
}

/** Serves operations; the guard has asked for their permission before. */
export function serveOperations(app: FastifyInstance, operations: readonly RestOperation[]): void {
  for (const { method, path, access, handle } of operations)
    app.route({
      method,
      url: REST_PREFIX + path.replace(/\{(\w+)\}/g, ":$1"),
      config: { access },
      handler: handle,
    });
}
