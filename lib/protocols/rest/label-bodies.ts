import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { checkJson } from "@/lib/core/check-json";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { boundBodies } from "@/lib/core/receive-bodies";
import { MAX_LABELS } from "@/lib/gateway/schema/predictions";

const MAX_BODY_BYTES = 4 * 2 ** 20;

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("INVALID", `${where} is not valid JSON.`);
  }
}

/** Lines as one list. What is more than may be sent at once is not even parsed. */
function parseLines(text: string): unknown[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > MAX_LABELS)
    throw new AppError("INVALID", `At most ${MAX_LABELS.toLocaleString("en")} labels at once.`);
  return lines.map((line, index) => parseJson(line, `Line ${index + 1}`));
}

function toBody(bytes: Buffer, isLines: boolean): unknown {
  if (!isUtf8(bytes)) throw new AppError("INVALID", "The request body is not valid UTF-8.");
  const text = bytes.toString("utf8");
  const body = isLines ? parseLines(text) : parseJson(text, "The request body");
  checkJson(body, "the request body");
  return Array.isArray(body) ? { labels: body } : body;
}

/** Labels come as an object, as a list, or one a line. */
export function parseLabels(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    route.bodyLimit = MAX_BODY_BYTES;
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ["application/json", "application/x-ndjson", "application/jsonl"],
    { parseAs: "buffer" },
    (request, bytes, done) => {
      try {
        const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
        // Asked for as a buffer, it comes as one.
        done(null, toBody(bytes as Buffer, type !== "application/json"));
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  );
  boundBodies(app, env().MAX_BODY_MB * 2 ** 20);
}
