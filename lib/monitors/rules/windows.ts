import type { WindowKind, WindowSetting } from "../schema/monitors";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The epoch began on a Thursday; weeks begin on Mondays. */
const MONDAY_MS = 4 * DAY_MS;

const LENGTH_MS: Readonly<Record<WindowKind, number>> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  // They have no length: a window is the moment it was opened, or the version came.
  rows: 1,
  version: 1,
};

/** Whether windows follow each other by the clock. */
export const isOfTime = (kind: WindowKind): boolean => kind !== "rows" && kind !== "version";

/** What a wish for windows makes of them. */
export const settledWindow = (window: WindowSetting): { window: WindowKind; rows?: number } =>
  typeof window === "string" ? { window } : { window: "rows", rows: window.rows };

/** Whether a window is one of rows or a version: they have no length. */
export const isMoment = ({ opensAt, closesAt }: { opensAt: number; closesAt: number }): boolean =>
  closesAt - opensAt === 1;

/** The window of UTC that a moment falls into; milliseconds since the epoch. */
export function windowOf(moment: number, kind: WindowKind): { opensAt: number; closesAt: number } {
  const length = LENGTH_MS[kind];
  const shift = kind === "week" ? MONDAY_MS : 0;
  const opensAt = Math.floor((moment - shift) / length) * length + shift;
  return { opensAt, closesAt: opensAt + length };
}
