import { AppError } from "@/lib/core/errors";

/** How far the clocks of a sender and of this server may be apart. */
const TOLERANCE_SECONDS = 300;

/** Whether a delivery was signed just now, so that an old one is of no use to whoever has kept it. */
export const isTimely = (timestamp: string, now: number): boolean =>
  Math.abs(Number(timestamp) - now / 1_000) <= TOLERANCE_SECONDS;

/** The parameters that a body holds: a JSON object, or nothing at all for none; null for what is neither. */
export function parametersOf(body: string): Record<string, unknown> | null {
  if (body.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return null;
  }
}

/** What a sender is told of a failed launch: about what it has sent, but nothing of the workspace. */
export function toSenderError({ code, message, fields = {} }: AppError): AppError {
  const names = Object.keys(fields);
  if (names.length > 0 && names.every((name) => name.split(".")[0] === "parameters"))
    return new AppError(code, message, fields);
  if (code === "FORBIDDEN")
    return new AppError(code, "Whoever saved this webhook may launch jobs no more.");
  if (code === "RATE_LIMITED" || code === "UNAVAILABLE")
    return new AppError(code, "Nothing can be launched just now. Send it again later.");
  return new AppError("CONFLICT", "The pipeline cannot be launched as it is now.");
}

/** How a shell signs and sends a delivery; the secret is in a variable, so that it stands in no history. */
export const hookSnippet = (origin: string, hookId: string): string =>
  `BODY='{}'; ID=$(uuidgen); TIME=$(date +%s)
MAC=$(printf '%s.%s.%s' "$ID" "$TIME" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64)
curl -X POST ${origin}/api/slipway/v1/hooks/${hookId} \\
  -H "Content-Type: application/json" -H "X-Slipway-Delivery-Id: $ID" \\
  -H "X-Slipway-Timestamp: $TIME" -H "X-Slipway-Signature: v1,$MAC" -d "$BODY"`;
