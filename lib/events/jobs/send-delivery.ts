import "server-only";
import { createHmac } from "node:crypto";
import { openSecret } from "@/lib/access/sealed-secrets";
import { toStorable } from "@/lib/core/text";
import type { Row } from "@/lib/db/client";
import { RefusedTarget, sendOutbound } from "../outbound";
import { isDelivered, type Outcome, retryAfterMs } from "../rules/delivery";
import { withRoutingKey } from "../rules/pager-duty";

const TIMEOUT_MS = 30_000;
/** How much of an answer is kept. */
const EXCERPT_BYTES = 4_000;
const KEPT_HEADERS = [
  "content-type",
  "content-length",
  "date",
  "server",
  "retry-after",
  "location",
];

/** The key with which secrets of webhooks are kept. */
export const SECRET_PURPOSE = "webhook secret";

export interface SentAttempt extends Outcome {
  durationMs: number;
  requestHeaders: Record<string, string>;
  responseHeaders: Record<string, string>;
  responseExcerpt: string;
  error: string | null;
}

/** "v1," and the HMAC-SHA256 of "id.timestamp.body" in base64, as MLflow signs. */
export function sign(secret: string, deliveryId: string, timestamp: string, body: string): string {
  const mac = createHmac("sha256", secret).update(`${deliveryId}.${timestamp}.${body}`);
  return `v1,${mac.digest("base64")}`;
}

/** What went wrong, without anything of our own inside. */
function reasonOf(error: unknown): string {
  if (error instanceof RefusedTarget) return error.message;
  if (!(error instanceof Error)) return "The request failed.";
  if (error.name === "TimeoutError" || error.name === "AbortError")
    return `No answer within ${TIMEOUT_MS / 1_000} seconds.`;
  const code = "code" in error ? `${String(error.code)}: ` : "";
  return toStorable(`${code}${error.message}`).slice(0, 500);
}

type Target = Pick<Row<"Webhook">, "id" | "url" | "sealedSecret" | "format">;

/** What shows a receiver who sends: OpenLineage's receivers take a token, PagerDuty a key inside, all others a signature. */
function proofOf(
  { format }: Target,
  secret: string,
  deliveryId: string,
  { timestamp, body }: { timestamp: string; body: string },
): Record<string, string> {
  if (secret === "" || format === "pagerduty") return {};
  return format === "openlineage"
    ? { Authorization: `Bearer ${secret}` }
    : { "X-MLflow-Signature": sign(secret, deliveryId, timestamp, body) };
}

/** What goes out. The key of PagerDuty is put in only here, so that no history of deliveries holds it. */
const sentBody = ({ format }: Target, secret: string, body: string): string =>
  format === "pagerduty" ? withRoutingKey(body, secret) : body;

/** An answer that repeats what it was sent gives the key away to nobody. */
const withoutKey = ({ format }: Target, secret: string, text: string): string =>
  format === "pagerduty" && secret !== "" ? text.replaceAll(secret, "…") : text;

/** One request to a webhook. Never throws: what went wrong is its answer. */
export async function sendDelivery(
  webhook: Target,
  delivery: { id: string; body: string },
  signal?: AbortSignal,
): Promise<SentAttempt> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const requestHeaders: Record<string, string> = {
    "Content-Type": "application/json",
    "User-Agent": "Slipway",
    "X-MLflow-Delivery-Id": delivery.id,
    "X-MLflow-Timestamp": timestamp,
  };
  const nothing = { status: null, requestHeaders, responseHeaders: {}, responseExcerpt: "" };
  const secret = webhook.sealedSecret
    ? openSecret(SECRET_PURPOSE, webhook.id, webhook.sealedSecret)
    : "";
  if (secret === null)
    return {
      ...nothing,
      durationMs: 0,
      isRetryable: false,
      error: "The secret cannot be read, because SLIPWAY_SECRET has changed. Enter it again.",
    };
  const proof = proofOf(webhook, secret, delivery.id, { timestamp, body: delivery.body });
  const began = performance.now();
  const duration = () => Math.round(performance.now() - began);
  try {
    const answer = await sendOutbound({
      method: "POST",
      url: webhook.url,
      headers: { ...requestHeaders, ...proof },
      body: sentBody(webhook, secret, delivery.body),
      timeoutMs: TIMEOUT_MS,
      maxBytes: EXCERPT_BYTES,
      ...(signal ? { signal } : {}),
    });
    const { status, headers } = answer;
    return {
      status,
      retryAfterMs: retryAfterMs(headers["retry-after"], Date.now()),
      durationMs: duration(),
      requestHeaders,
      responseHeaders: Object.fromEntries(
        KEPT_HEADERS.flatMap((name) =>
          headers[name] === undefined ? [] : [[name, toStorable(headers[name]).slice(0, 500)]],
        ),
      ),
      responseExcerpt: withoutKey(webhook, secret, toStorable(answer.body)),
      error: isDelivered({ status }) ? null : `The receiver answered ${status}.`,
    };
  } catch (error) {
    return {
      ...nothing,
      durationMs: duration(),
      isRetryable: !(error instanceof RefusedTarget),
      error: reasonOf(error),
    };
  }
}
