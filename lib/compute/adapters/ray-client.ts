import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type OutboundAnswer, RefusedTarget, sendOutbound } from "@/lib/events/outbound";

/** Where a cluster's dashboard answers, and how to be let in. */
export interface RayPlace {
  address: string;
  /** Asked for at every request, because it may throw. */
  headers: () => Readonly<Record<string, string>>;
  /** PEM of the authority that signed its certificate, when no public one has. */
  certificate: string | null;
}

/** Ray fails over a request that does not say who sends it. */
const OWN_HEADERS = { "User-Agent": "Slipway", "Content-Type": "application/json" };
const TIMEOUT_MS = 15_000;
const ANSWER_BYTES = 1024 * 1024;
/** A whole log comes in one answer; its JSON is longer than the log. */
const LOG_ANSWER_BYTES = 160 * 1024 * 1024;
const TOLD_CHARACTERS = 300;

const detailsAnswer = z.object({
  status: z.enum(["PENDING", "RUNNING", "STOPPED", "SUCCEEDED", "FAILED"]),
  message: z.string().nullish(),
  driver_exit_code: z.int().nullish(),
});
export type RayJob = z.output<typeof detailsAnswer>;

const versionAnswer = z.object({ ray_version: z.string() });
const logsAnswer = z.object({ logs: z.string() });

export interface RaySubmission {
  submission_id: string;
  entrypoint: string;
  metadata: Record<string, string>;
  runtime_env: Record<string, unknown>;
  entrypoint_num_cpus?: number;
  entrypoint_num_gpus?: number;
  entrypoint_memory?: number;
  entrypoint_resources?: Record<string, number>;
}

/** The last line of a failure that says something is what it is about: above it stands a stack of the cluster's own. */
function told({ status, body }: OutboundAnswer): string {
  const lines = body.split("\n").map((line) => line.trim());
  const line = lines.findLast((one) => /\w{2}/.test(one))?.slice(0, TOLD_CHARACTERS);
  return line === undefined ? `status ${status}` : `status ${status}, “${line}”`;
}

function parsed<Schema extends z.ZodType>(answer: OutboundAnswer, schema: Schema) {
  let content: unknown;
  try {
    content = JSON.parse(answer.body);
  } catch {
    content = undefined;
  }
  const found = schema.safeParse(content);
  if (found.success) return found.data;
  throw new AppError("UNAVAILABLE", `What answers there is not Ray: ${told(answer)}.`);
}

/** Ray's Jobs API, as its documentation has it. */
export class RayClient {
  constructor(private readonly place: RayPlace) {}

  private async send(
    method: "GET" | "POST" | "DELETE",
    path: string,
    more: { body?: string; maxBytes?: number } = {},
  ): Promise<OutboundAnswer> {
    const { address, headers, certificate } = this.place;
    const base = address.endsWith("/") ? address : `${address}/`;
    try {
      const answer = await sendOutbound({
        method,
        url: new URL(path, base).href,
        headers: { ...headers(), ...OWN_HEADERS },
        ...(more.body === undefined ? {} : { body: more.body }),
        ...(certificate === null ? {} : { certificate }),
        followsRedirects: false,
        timeoutMs: TIMEOUT_MS,
        maxBytes: more.maxBytes ?? ANSWER_BYTES,
      });
      if (answer.status === 401 || answer.status === 403)
        throw new AppError(
          "UNAVAILABLE",
          `The cluster refuses Slipway (${answer.status}). Look at the header it is sent.`,
        );
      if (answer.status >= 300 && answer.status < 400)
        throw new AppError(
          "UNAVAILABLE",
          "The cluster's address leads elsewhere. Write the final one.",
        );
      return answer;
    } catch (error) {
      if (error instanceof RefusedTarget) throw new AppError("UNAVAILABLE", error.message);
      throw error;
    }
  }

  async version(): Promise<string> {
    const answer = await this.send("GET", "api/version");
    return parsed(answer, versionAnswer).ray_version;
  }

  /** Null for a job that the cluster does not know; whether it is the cluster that says so is asked then. */
  async find(key: string): Promise<RayJob | null> {
    const answer = await this.send("GET", `api/jobs/${encodeURIComponent(key)}`);
    if (answer.status === 200) return parsed(answer, detailsAnswer);
    if (answer.status !== 404)
      throw new AppError(
        "UNAVAILABLE",
        `The cluster could not say how the job stands: ${told(answer)}.`,
      );
    await this.version();
    return null;
  }

  /** Answers why the cluster did not take it, or null. */
  async submit(submission: RaySubmission): Promise<{ isFinal: boolean; reason: string } | null> {
    const answer = await this.send("POST", "api/jobs/", { body: JSON.stringify(submission) });
    if (answer.status === 200) return null;
    return { isFinal: answer.status === 400, reason: told(answer) };
  }

  async stop(key: string): Promise<void> {
    const answer = await this.send("POST", `api/jobs/${encodeURIComponent(key)}/stop`);
    if (answer.status !== 200 && answer.status !== 404)
      throw new AppError("UNAVAILABLE", `The cluster did not stop the job: ${told(answer)}.`);
  }

  async remove(key: string): Promise<void> {
    const answer = await this.send("DELETE", `api/jobs/${encodeURIComponent(key)}`);
    if (answer.status !== 200 && answer.status !== 404)
      throw new AppError("UNAVAILABLE", `The cluster did not delete the job: ${told(answer)}.`);
  }

  /** All that the job has printed; null when the cluster cannot say, as when the machine it ran on has gone. */
  async log(key: string): Promise<string | null> {
    const path = `api/jobs/${encodeURIComponent(key)}/logs`;
    const answer = await this.send("GET", path, { maxBytes: LOG_ANSWER_BYTES });
    return answer.status === 200 ? parsed(answer, logsAnswer).logs : null;
  }
}
