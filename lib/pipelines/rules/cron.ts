import { Cron } from "croner";

const HOUR_MS = 3_600_000;
/** A pattern that comes to nothing within this time is looked for no further. */
const LONGEST_MS = 10 * 366 * 24 * HOUR_MS;

interface Timing {
  cron: string;
  timeZone: string;
}

const clockOf = ({ cron, timeZone }: Timing): Cron =>
  new Cron(cron, { timezone: timeZone, paused: true, mode: "5-part" });

/** What is wrong with a pattern or its time zone, by the field; null where nothing is. */
export function timingProblem(timing: Timing): { field: keyof Timing; message: string } | null {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timing.timeZone });
  } catch {
    return { field: "timeZone", message: "Write the name of a time zone, such as Europe/Berlin." };
  }
  try {
    if (clockOf(timing).nextRun() !== null) return null;
    return { field: "cron", message: "This never comes." };
  } catch {
    const message =
      "Write five fields: minute, hour, day, month and weekday, such as 30 6 * * 1-5.";
    return { field: "cron", message };
  }
}

/** The first due moment after a time; null when there is none. */
export function nextDue(timing: Timing, after: number): number | null {
  return clockOf(timing).nextRun(new Date(after))?.getTime() ?? null;
}

/** The next due moments after a time. */
export const nextDues = (timing: Timing, after: number, count: number): number[] =>
  clockOf(timing)
    .nextRuns(count, new Date(after))
    .map((at) => at.getTime());

function* duesBetween(clock: Cron, from: number, until: number): Generator<number> {
  for (let at = from - 1; ; ) {
    const next = clock.nextRun(new Date(at))?.getTime();
    // It must go on, or it would for ever.
    if (next === undefined || next > until || next <= at) return;
    yield next;
    at = next;
  }
}

/** The last due moments from one time to another, both included; looked for from the end, however far apart those are. */
export function lastDues(
  timing: Timing,
  { from, until, count }: { from: number; until: number; count: number },
): number[] {
  const clock = clockOf(timing);
  for (let span = HOUR_MS; span < 4 * LONGEST_MS; span *= 4) {
    const start = Math.max(from, until - span);
    const found = [...duesBetween(clock, start, until)];
    if (found.length >= count || start === from) return found.slice(-count);
  }
  return [];
}
