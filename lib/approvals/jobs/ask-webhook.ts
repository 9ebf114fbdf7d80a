import "server-only";
import { createHmac } from "node:crypto";
import { z } from "zod";
import { publicUrl } from "@/lib/core/env";
import { routes } from "@/lib/core/routes";
import { RefusedTarget, sendOutbound } from "@/lib/events/outbound";
import { broken } from "../rules/slow-gates";
import { reportContent } from "../schema/gate-reports";
import type { GateOf } from "../schema/gates";
import type { LoadedElection } from "../sql/elections";
import type { NewResult } from "../sql/gate-results";
import { deliveryOf, gateSecret } from "../sql/slow-gates";

const TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const DAY_MS = 86_400_000;

/** Another try may help. */
export class NoAnswer extends Error {}

interface Question {
  loaded: LoadedElection;
  gate: GateOf<"webhook">;
  basis: string;
  workspaceSlug: string;
}

/** What is asked: the version and its target, and what the other gates found. */
function bodyOf({ loaded, gate, basis, workspaceSlug }: Question, secret: string): string {
  const { row, gates } = loaded;
  return JSON.stringify({
    event: "approval_request.gate",
    delivery: deliveryOf(secret, row.id, basis),
    workspace: workspaceSlug,
    request: row.number,
    url: publicUrl() + routes.approval(workspaceSlug, row.number),
    reportTo: publicUrl() + routes.gateReports(row.number, gate.key),
    gate: { key: gate.key, title: gate.title },
    model: row.modelName,
    version: row.version,
    target: { kind: row.targetKind, value: row.targetValue },
    replaces: row.replacesVersion,
    riskTier: row.riskTier,
    gates: gates
      .filter(({ key }) => key !== gate.key)
      .map(({ key, title, verdict, result }) => ({
        ...{ key, title, verdict },
        threshold: result?.threshold ?? "",
        observed: result?.observed ?? "",
      })),
  });
}

/** "v1," and the HMAC-SHA256 of "timestamp.body" in base64, with the gate's own secret. */
export function signQuestion(secret: string, timestamp: string, body: string): string {
  const mac = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("base64");
  return `v1,${mac}`;
}

/** How long an answer counts: as it says, and never longer than the policy lets it. */
function freshUntilOf(maxAgeDays: number | undefined, said: Date | undefined): Date | null {
  const most = maxAgeDays === undefined ? null : Date.now() + maxAgeDays * DAY_MS;
  const ends = [said?.getTime(), most].filter((end) => typeof end === "number");
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

const answered = z.string().transform((text, context) => {
  try {
    return reportContent.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "not an answer" });
    return z.NEVER;
  }
});

function readAnswer({ gate }: Question, body: string, host: string): NewResult {
  const parsed = answered.safeParse(body);
  if (!parsed.success)
    return {
      ...broken(`${host} answered something else than a verdict and a summary.`),
      source: "webhook",
    };
  const { freshUntil, link, ...found } = parsed.data;
  return {
    ...found,
    link: link ?? null,
    freshUntil: freshUntilOf(gate.config.maxAgeDays, freshUntil),
    source: "webhook",
    reportedBy: host,
  };
}

/**
 * Puts a question to the address that a policy names, and answers what it says; null when it will say so later with a
 * report. Throws NoAnswer when another try may help.
 */
export async function askWebhook(
  question: Question,
  signal: AbortSignal,
): Promise<NewResult | null> {
  const { gate, loaded } = question;
  const { host } = new URL(gate.config.url);
  const secret = gateSecret(loaded.row.policyVersion.policy.id, gate.key);
  const body = bodyOf(question, secret);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const failed = (reason: string): NewResult => ({ ...broken(reason), source: "webhook" });
  let answer: Awaited<ReturnType<typeof sendOutbound>>;
  try {
    answer = await sendOutbound({
      method: "POST",
      url: gate.config.url,
      headers: {
        "Content-Type": "application/json",
        "User-Agent": "Slipway",
        "X-Slipway-Timestamp": timestamp,
        "X-Slipway-Signature": signQuestion(secret, timestamp, body),
      },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
  } catch (error) {
    if (error instanceof RefusedTarget) return failed(error.message);
    throw new NoAnswer(`${host} did not answer.`);
  }
  const { status } = answer;
  if (status === 202) return null;
  if (status >= 500 || status === 429) throw new NoAnswer(`${host} answered ${status}.`);
  return status >= 200 && status < 300
    ? readAnswer(question, answer.body, host)
    : failed(`${host} answered ${status}.`);
}
