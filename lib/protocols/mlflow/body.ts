import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { boundBodies } from "@/lib/core/receive-bodies";

const MAX_DEPTH = 200;
/** Escapes that may hide what no text column can hold: NUL and halves of surrogate pairs. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/** Refuses text that cannot be stored: NUL characters and lone surrogates. */
export function checkText(text: string, where: string): void {
  if (text.includes("\0"))
    throw new AppError("INVALID", `Invalid value for '${where}': it contains a NUL character.`);
  if (!text.isWellFormed())
    throw new AppError(
      "INVALID",
      `Invalid value for '${where}': it contains half of a surrogate pair.`,
    );
}

interface Branch {
  value: unknown;
  depth: number;
  where: string;
}

function childrenOf({ value, depth }: Branch): Branch[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([where, child]) => ({ value: child, depth: depth + 1, where }));
}

/** Walks a parsed body without recursion; refuses what is nested too deeply and, when asked, bad text. */
function checkTree(body: unknown, checksText: boolean): void {
  const stack: Branch[] = [{ value: body, depth: 0, where: "body" }];
  for (let branch = stack.pop(); branch; branch = stack.pop()) {
    if (branch.depth > MAX_DEPTH)
      throw new AppError(
        "INVALID",
        `The request body is nested more than ${MAX_DEPTH} levels deep.`,
      );
    if (checksText) checkText(branch.where, "a field name");
    if (checksText && typeof branch.value === "string") checkText(branch.value, branch.where);
    stack.push(...childrenOf(branch));
  }
}

/**
 * The message in a request body. Like MLflow, what cannot be parsed counts as an empty message, so that the answer
 * names the first field that is missing; and JSON inside a JSON string is unwrapped, as very old clients send it.
 */
export function parseBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) throw new AppError("INVALID", "The request body is not valid UTF-8.");
  const source = bytes.toString("utf8").replace(/^\uFEFF/, "");
  let body: unknown;
  try {
    body = JSON.parse(source);
    if (typeof body === "string") body = JSON.parse(body);
  } catch {
    return {};
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) return {};
  checkTree(body, SUSPICIOUS.test(source) || source.includes("\0"));
  return body;
}

/** Reads every body as bytes and parses it our way. */
export function parseBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, async (_request: unknown, bytes: Buffer) =>
    parseBody(bytes),
  );
  boundBodies(app, env().MAX_BODY_MB * 2 ** 20);
}
