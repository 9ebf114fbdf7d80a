import { nextDue } from "@/lib/pipelines/rules/cron";

/** When and of what nothing is told. Times are milliseconds since the epoch. */
export interface Maintenance {
  startsAt: number;
  endsAt: number;
  isWeekly: boolean;
  timeZone: string;
  /** Both empty for everything. */
  deploymentIds: readonly number[];
  monitorIds: readonly number[];
}

/** What is found, as far as maintenance cares. */
export interface Found {
  deploymentId: number | null;
  monitorId: number | null;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** The minute, hour and weekday of a moment where it is, as a pattern that comes each week. */
function weeklyPattern(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${Number(of("minute"))} ${Number(of("hour"))} * * ${DAYS.indexOf(of("weekday"))}`;
}

type Span = Pick<Maintenance, "startsAt" | "endsAt" | "isWeekly" | "timeZone">;

/** When the maintenance that lasts, or else the next one, begins and ends; null when all are over. */
export function nextSpan(
  { startsAt, endsAt, isWeekly, timeZone }: Span,
  now: number,
): { startsAt: number; endsAt: number } | null {
  if (now < endsAt) return { startsAt, endsAt };
  if (!isWeekly) return null;
  const length = endsAt - startsAt;
  const begins = nextDue({ cron: weeklyPattern(startsAt, timeZone), timeZone }, now - length);
  return begins === null ? null : { startsAt: begins, endsAt: begins + length };
}

/** Whether maintenance lasts at a moment. */
export function lasts(span: Span, now: number): boolean {
  const next = nextSpan(span, now);
  return next !== null && next.startsAt <= now;
}

function isOf({ deploymentIds, monitorIds }: Maintenance, found: Found): boolean {
  if (deploymentIds.length === 0 && monitorIds.length === 0) return true;
  const { deploymentId, monitorId } = found;
  return (
    (deploymentId !== null && deploymentIds.includes(deploymentId)) ||
    (monitorId !== null && monitorIds.includes(monitorId))
  );
}

/** The maintenance that keeps what is found from being told; undefined when none does. */
export const holding = <Window extends Maintenance>(
  windows: readonly Window[],
  found: Found,
  now: number,
): Window | undefined => windows.find((window) => isOf(window, found) && lasts(window, now));
