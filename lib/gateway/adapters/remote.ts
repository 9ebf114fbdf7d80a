import "server-only";
import { type Dispatcher, request } from "undici";
import { AppError } from "@/lib/core/errors";
import { targetProblem } from "@/lib/events/addresses";
import { allowedTargets, RefusedTarget } from "@/lib/events/outbound";
import { ModelFailure } from "../rules/failures";
import { remoteMessage } from "../rules/remote-wire";

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Throws INVALID for an address that this server may not ask. */
export function assertMayAsk(url: string): void {
  const allowed = allowedTargets();
  const problem = targetProblem(url.replace(/^http:/i, "https:"), allowed);
  if (problem !== null) throw new AppError("INVALID", problem);
  if (targetProblem(url, allowed) !== null)
    throw new AppError(
      "INVALID",
      `${new URL(url).hostname} is asked over https only. An administrator can allow http with OUTBOUND_ALLOWED_HOSTS.`,
    );
}

export interface RemoteCall {
  url: string;
  /** Absent to read. */
  body?: string;
  timeoutMs: number;
  dispatcher: Dispatcher;
}

async function readAll(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_ANSWER_BYTES) {
      body.destroy();
      throw new ModelFailure("BROKEN", "The model's answer is larger than 64 MiB.");
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === "TimeoutError" || error.name === "AbortError" || /Timeout/.test(error.name));

/** Throws ModelFailure when there is no answer in time. A redirect is an answer like any other. */
export async function callRemote(call: RemoteCall): Promise<{ status: number; text: string }> {
  try {
    const answer = await request(call.url, {
      method: call.body === undefined ? "GET" : "POST",
      headers: call.body === undefined ? {} : { "Content-Type": "application/json" },
      body: call.body ?? null,
      dispatcher: call.dispatcher,
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(call.timeoutMs))),
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return { status: answer.statusCode, text: await readAll(answer.body) };
  } catch (error) {
    if (error instanceof ModelFailure) throw error;
    if (isTimeout(error)) throw new ModelFailure("LATE", "The model did not answer in time.");
    if (error instanceof RefusedTarget) throw new ModelFailure("AWAY", error.message);
    const why = error instanceof Error ? error.message : String(error);
    throw new ModelFailure("AWAY", `The model's server does not answer: ${why.slice(0, 300)}`);
  }
}

/** Throws what an answer that is no success means for the caller. */
export function checkStatus({ status, text }: { status: number; text: string }): void {
  if (status >= 200 && status < 300) return;
  const said = remoteMessage(text);
  if (status === 429 || status === 503)
    throw new AppError("UNAVAILABLE", `The model's server is too busy: ${said}`);
  if (status === 400 || status === 413 || status === 415 || status === 422)
    throw new AppError("INVALID", `The model does not take this: ${said}`);
  throw new ModelFailure("BROKEN", `The model's server answered ${status}: ${said}`);
}
