import "server-only";
import type { Readable } from "node:stream";
import { type Agent, request } from "undici";
import { AppError } from "@/lib/core/errors";
import { RefusedTarget } from "@/lib/events/outbound";
import { ModelFailure } from "../rules/failures";
import { lastLine, type RayServeWish } from "../rules/ray-serve";
import { type RayServeDetails, rayServeDetails } from "../schema/ray-serve";

const TIMEOUT_MS = 30_000;
const UPLOAD_MS = 300_000;
const ANSWER_BYTES = 16 * 1024 * 1024;

interface Sent {
  method: "GET" | "PUT";
  path: string;
  body?: string | Readable;
  timeoutMs?: number;
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > ANSWER_BYTES)
      throw new ModelFailure("BROKEN", "The cluster's answer is larger than 16 MiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Ray Serve and the package store of a cluster, over its dashboard. */
export class RayServeClient {
  constructor(
    private readonly url: string,
    private readonly dispatcher: Agent,
  ) {}

  private async send({ method, path, body, timeoutMs = TIMEOUT_MS }: Sent) {
    try {
      const answer = await request(new URL(path, this.url.replace(/\/*$/, "/")), {
        method,
        headers: {
          // Ray fails over a request that does not say who sends it.
          "User-Agent": "Slipway",
          ...(typeof body === "string" ? { "Content-Type": "application/json" } : {}),
        },
        body: body ?? null,
        dispatcher: this.dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return { status: answer.statusCode, text: await readText(answer.body) };
    } catch (error) {
      if (error instanceof ModelFailure) throw error;
      if (error instanceof RefusedTarget) throw new AppError("INVALID", error.message);
      const why = error instanceof Error ? error.message : String(error);
      throw new ModelFailure("AWAY", `The Ray cluster does not answer: ${why.slice(0, 300)}`);
    }
  }

  /** Throws ModelFailure when it cannot be said. */
  async details(): Promise<RayServeDetails> {
    const { status, text } = await this.send({ method: "GET", path: "api/serve/applications/" });
    if (status !== 200)
      throw new ModelFailure("AWAY", `Ray Serve answered ${status}: ${lastLine(text)}`);
    try {
      return rayServeDetails.parse(JSON.parse(text));
    } catch {
      throw new ModelFailure("AWAY", "What answers at the cluster's address is not Ray Serve.");
    }
  }

  async write(wish: RayServeWish): Promise<void> {
    const body = JSON.stringify(wish);
    const { status, text } = await this.send({
      method: "PUT",
      path: "api/serve/applications/",
      body,
    });
    if (status !== 200)
      throw new ModelFailure("AWAY", `Ray Serve did not take it (${status}): ${lastLine(text)}`);
  }

  /** A package that nothing uses is thrown away by the cluster after some minutes; asking for it keeps it that long. */
  async hasPackage(name: string): Promise<boolean> {
    const { status, text } = await this.send({ method: "GET", path: `api/packages/gcs/${name}` });
    if (status === 200 || status === 404) return status === 200;
    throw new ModelFailure("AWAY", `The cluster answered ${status}: ${lastLine(text)}`);
  }

  async upload(name: string, body: Readable): Promise<void> {
    const path = `api/packages/gcs/${name}`;
    const { status, text } = await this.send({ method: "PUT", path, body, timeoutMs: UPLOAD_MS });
    if (status !== 200)
      throw new ModelFailure(
        "AWAY",
        `The cluster did not take the model (${status}): ${lastLine(text)}`,
      );
  }
}
