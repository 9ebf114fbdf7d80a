import "server-only";
import { createHash } from "node:crypto";
import type { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { dispositionOf, type ExportedFile } from "@/lib/core/exported-file";
import { holdsStorableText, UNSTORABLE } from "@/lib/core/text";
import type { Actor } from "./actor";
import { invalidInput, statusOf, toFailure } from "./failures";
import { getActionActor } from "./page-actor";

type Params = Record<string, string | string[] | undefined>;

interface RouteDefinition<Input extends z.ZodType, Data> {
  /** Parses the query (a key named twice is a list) and the path's parameters as one object; the path wins. */
  input: Input;
  run: (actor: Actor, input: z.output<Input>) => Promise<Data>;
  /** Answers 304 when the browser already holds the same data; for reads that are asked again and again. */
  revalidates?: boolean;
}

type RouteHandler = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

function queryOf(request: Request): Record<string, unknown> {
  const { searchParams } = new URL(request.url);
  const query: Record<string, unknown> = {};
  for (const key of new Set(searchParams.keys())) {
    const values = searchParams.getAll(key);
    query[key] = values.length > 1 ? values : values[0];
  }
  return query;
}

function sendFailure(error: unknown): Response {
  const failure = toFailure(error);
  const status = statusOf(failure);
  const headers = new Headers({ "Cache-Control": "no-store" });
  if (status === 503) headers.set("Retry-After", "2");
  return Response.json({ error: failure }, { status, headers });
}

function sendData(request: Request, data: unknown, revalidates: boolean): Response {
  const body = JSON.stringify(data);
  const headers = new Headers({ "Content-Type": "application/json" });
  if (!revalidates) {
    headers.set("Cache-Control", "no-store");
    return new Response(body, { headers });
  }
  const etag = `"${createHash("sha1").update(body).digest("base64url")}"`;
  headers.set("Cache-Control", "private, no-cache");
  headers.set("ETag", etag);
  return request.headers.get("if-none-match") === etag
    ? new Response(null, { status: 304, headers })
    : new Response(body, { headers });
}

/** Who asks in the path's workspace, and what. Throws what the handler translates. */
async function readRequest<Input extends z.ZodType>(
  input: Input,
  request: Request,
  context: { params: Promise<Params> },
): Promise<{ actor: Actor; asked: z.output<Input> }> {
  const params = await context.params;
  const workspace = typeof params.workspace === "string" ? params.workspace : "";
  const actor = await getActionActor(workspace);
  const raw = { ...queryOf(request), ...params };
  if (!holdsStorableText(raw)) throw new AppError("INVALID", UNSTORABLE);
  const parsed = input.safeParse(raw);
  if (!parsed.success) throw invalidInput(parsed.error);
  return { actor, asked: parsed.data };
}

/**
 * A read of our own screens, below `app/api/ui/[workspace]`: parse, resolve the session's person in the path's
 * workspace, run, translate failures to `{ error: { code, message, fields? } }` with their status.
 */
export function defineRoute<Input extends z.ZodType, Data>({
  input,
  run,
  revalidates = false,
}: RouteDefinition<Input, Data>): RouteHandler {
  return async (request, context) => {
    try {
      const { actor, asked } = await readRequest(input, request, context);
      return sendData(request, await run(actor, asked), revalidates);
    } catch (error) {
      return sendFailure(error);
    }
  };
}

async function* streamed(chunks: ExportedFile["chunks"]) {
  yield* chunks;
}

/** A file of any length: the same as `defineRoute`, streamed. What fails before the first chunk is still an answer. */
export function defineDownload<Input extends z.ZodType>({
  input,
  run,
}: {
  input: Input;
  run: (actor: Actor, input: z.output<Input>) => Promise<ExportedFile>;
}): RouteHandler {
  return async (request, context) => {
    try {
      const { actor, asked } = await readRequest(input, request, context);
      const file = await run(actor, asked);
      const encoder = new TextEncoder();
      const source = streamed(file.chunks);
      const first = await source.next();
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          if (first.done) controller.close();
          else controller.enqueue(encoder.encode(first.value));
        },
        pull: async (controller) => {
          const next = await source.next();
          if (next.done) controller.close();
          else controller.enqueue(encoder.encode(next.value));
        },
        cancel: async () => {
          await source.return(undefined);
        },
      });
      return new Response(body, {
        headers: {
          "Content-Type": `${file.type}; charset=utf-8`,
          "Content-Disposition": dispositionOf(file),
          "Cache-Control": "no-store",
        },
      });
    } catch (error) {
      return sendFailure(error);
    }
  };
}
