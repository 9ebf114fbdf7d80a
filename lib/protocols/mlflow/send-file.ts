import { basename } from "node:path/posix";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "@/lib/access/actor";
import { contentDisposition } from "@/lib/core/exported-file";
import { findArtifact, openArtifact } from "@/lib/runs/queries/artifacts";
import { mediaTypeOf } from "@/lib/storage/media-types";
import type { ByteRange, OpenedArtifact } from "@/lib/storage/store";

/** The one range that a header asks for; null for none or many, which answer the whole file; "none" beyond its end. */
export function parseRange(header: string | undefined, size: number): ByteRange | "none" | null {
  const [, first = "", last = ""] =
    /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "none" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= size ? "none" : { start, end };
}

/** What somebody uploaded is never run as a page of this server: it is saved, or shown without any rights. */
function protect(reply: FastifyReply, path: string): void {
  reply
    .type(mediaTypeOf(path))
    .header("Content-Disposition", contentDisposition("attachment", basename(path)))
    .header("X-Content-Type-Options", "nosniff")
    .header("Content-Security-Policy", "sandbox; default-src 'none'")
    .header("Cross-Origin-Resource-Policy", "same-origin")
    .header("Cache-Control", "private, no-cache")
    .header("Accept-Ranges", "bytes");
}

function stamp(reply: FastifyReply, { etag, modifiedAt }: OpenedArtifact): void {
  reply.header("ETag", `"${etag}"`).header("Last-Modified", new Date(modifiedAt).toUTCString());
}

/** Streams a file by its path in the actor's workspace: whole, or the range that was asked for. */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  actor: Actor,
  path: string,
) {
  const { range: wanted, "if-none-match": held, "if-range": condition } = request.headers;
  const stat = wanted || held ? await findArtifact(actor, path) : null;
  if (stat && !stat.isDirectory && held?.includes(`"${stat.etag}"`)) {
    protect(reply, path);
    return reply.code(304).header("ETag", `"${stat.etag}"`).send();
  }
  const isCurrent = condition === undefined || condition === `"${stat?.etag}"`;
  const range = stat && !stat.isDirectory && isCurrent ? parseRange(wanted, stat.size) : null;
  if (stat && range === "none")
    return reply.code(416).header("Content-Range", `bytes */${stat.size}`).send();
  const opened = await openArtifact(
    actor,
    path,
    range === null || range === "none" ? undefined : range,
  );
  protect(reply, path);
  stamp(reply, opened);
  if (range !== null && range !== "none")
    reply
      .code(206)
      .header("Content-Range", `bytes ${range.start}-${range.end}/${opened.size}`)
      .header("Content-Length", range.end - range.start + 1);
  else reply.header("Content-Length", opened.size);
  return reply.send(opened.body);
}
