/** Times are counted in places, each 15 % longer than the one before: 0.1 ms to a minute. */
export const LATENCY_PLACES = 96;
const FIRST_MS = 0.1;
const RATIO = 1.15;
const LOG_RATIO = Math.log(RATIO);

/** Where a time is counted. */
export function latencyPlace(ms: number): number {
  if (!(ms > FIRST_MS)) return 0;
  return Math.min(LATENCY_PLACES - 1, Math.ceil(Math.log(ms / FIRST_MS) / LOG_RATIO));
}

/** The longest time that is counted in a place, in milliseconds; the last has no end. */
export const latencyBound = (place: number): number => FIRST_MS * RATIO ** place;

/** The time that so many of the counted ones do not exceed, as exactly as places tell; null when none was counted. */
export function latencyQuantile(counts: readonly number[], quantile: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = Math.max(1, Math.ceil(quantile * total));
  let seen = 0;
  for (const [place, count] of counts.entries()) {
    seen += count;
    if (seen < wanted) continue;
    const low = place === 0 ? 0 : latencyBound(place - 1);
    const inside = (wanted - (seen - count)) / count;
    return low + (latencyBound(place) - low) * inside;
  }
  return latencyBound(counts.length - 1);
}
