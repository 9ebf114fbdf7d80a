const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Whoever was away for so long comes again. */
const AWAY_MS = 30 * MINUTE_MS;
/** What is told to whoever was never here, and to whoever was away for longer than it is kept in mind. */
const FIRST_DAYS = 7;
const MOST_DAYS = 30;

/** A visit: since when it tells what changed, and when the page was last open. */
interface Visit {
  since: number;
  seen: number;
}

/** Its own for each workspace, whose short name is letters, digits and hyphens. */
export const visitCookie = (workspace: string): string => `slipway-visit-${workspace}`;

function readVisit(text: string | undefined, now: number): Visit {
  const [since = NaN, seen = NaN] = (text ?? "").split(".").map(Number);
  const first = now - FIRST_DAYS * DAY_MS;
  const isSane = since > 0 && seen >= since && seen <= now + MINUTE_MS;
  return isSane ? { since, seen } : { since: first, seen: now };
}

/** Since when it is told what changed, by what the cookie holds. */
export function sinceOf(text: string | undefined, now: number): number {
  const { since, seen } = readVisit(text, now);
  return Math.max(now - seen > AWAY_MS ? seen : since, now - MOST_DAYS * DAY_MS);
}
