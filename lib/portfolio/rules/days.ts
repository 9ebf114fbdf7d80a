const DAY_MS = 86_400_000;

/** How many days a sparkline has, and how many its figures are of. */
export const SPARK_DAYS = 14;
export const WEEK_DAYS = 7;

/** When the first of so many days of UTC began, of which today is the last. */
export const firstDay = (days: number, now: number): number =>
  (Math.floor(now / DAY_MS) - days + 1) * DAY_MS;

/** For how many of the days of a week something has existed, in part or whole. */
export const knownDays = (createdAt: number, now: number): number =>
  Math.min(WEEK_DAYS, Math.max(1, Math.floor(now / DAY_MS) - Math.floor(createdAt / DAY_MS) + 1));

/** Requests of each day of a sparkline; days without any are told as such. */
export function daysOf(
  counted: readonly { at: number; requests: number }[],
  now: number,
): number[] {
  const first = firstDay(SPARK_DAYS, now);
  return Array.from({ length: SPARK_DAYS }, (_, index) => {
    const at = first + index * DAY_MS;
    return counted.find((day) => day.at === at)?.requests ?? 0;
  });
}
