const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Waits before the second, third … attempt. */
const WAITS_MS = [2 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE] as const;
export const MAX_ATTEMPTS = WAITS_MS.length + 1;
const LONGEST_WAIT_MS = 60 * MINUTE;

/** How one request ended; no status when there was no answer. */
export interface Outcome {
  status: number | null;
  /** Of the answer's Retry-After, in milliseconds. */
  retryAfterMs?: number | null;
  /** False for what another try cannot change, such as a refused address. */
  isRetryable?: boolean;
}

export const isDelivered = ({ status }: Outcome): boolean =>
  status !== null && status >= 200 && status < 300;

const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Milliseconds until the next attempt, or null when it is given up. A receiver that names a time is heeded. */
export function nextWait(
  attempt: number,
  { status, retryAfterMs, isRetryable = true }: Outcome,
): number | null {
  const wait = WAITS_MS[attempt - 1];
  if (wait === undefined || !isRetryable) return null;
  if (status !== null && !RETRIED.has(status)) return null;
  return Math.min(LONGEST_WAIT_MS, Math.max(wait, retryAfterMs ?? 0));
}

/** The value of a Retry-After header (seconds or a date) in milliseconds from `now`; null when there is none. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined || header === "") return null;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) * SECOND : Date.parse(header) - now;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
