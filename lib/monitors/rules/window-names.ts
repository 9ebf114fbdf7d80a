import type { WindowKind } from "../schema/monitors";
import { isMoment, isOfTime, windowOf } from "./windows";

/** One side of a comparison. Times are milliseconds since the epoch. */
export type Side =
  | { kind: "reference" }
  | {
      kind: "window";
      window: WindowKind;
      opensAt: number;
      closesAt: number;
      /** Where it is a version of a dataset. */
      datasetVersion?: number | null | undefined;
    };

const REFERENCE = "reference";
/**
 * "reference", "hour:2026-11-30T10", "day:2026-11-30", "week:2026-11-23": by the moment it begins, of UTC. Windows of rows by
 * that moment in milliseconds, as "moment:1796034600000"; those of a dataset by their version, as "version:3".
 */
export const SIDE_NAME =
  /^(?:reference|(hour):(\d{4}-\d\d-\d\dT\d\d)|(day|week):(\d{4}-\d\d-\d\d)|moment:(\d{1,15})|version:([1-9]\d{0,8}))$/;

/** What a name stands for; null for one that names no moment. A moment within a window names the window. */
export function parseSide(name: string): Side | null {
  const found = SIDE_NAME.exec(name);
  if (!found) return null;
  const [, hour, hourAt, longer, dayAt, at, version] = found;
  if (name === REFERENCE) return { kind: "reference" };
  // When it came is not in its name.
  if (version)
    return {
      kind: "window",
      window: "version",
      ...windowOf(0, "version"),
      datasetVersion: Number(version),
    };
  if (at) return { kind: "window", window: "rows", ...windowOf(Number(at), "rows") };
  const moment = Date.parse(hour ? `${hourAt}:00Z` : `${dayAt}T00:00Z`);
  if (Number.isNaN(moment) || moment < 0) return null;
  const window = hour ? "hour" : longer === "week" ? "week" : "day";
  return { kind: "window", window, ...windowOf(moment, window) };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A window as a side; how long it is tells its kind, whatever the monitor's windows are by now. */
export function sideOfWindow({
  opensAt,
  closesAt,
  datasetVersion,
}: {
  opensAt: number;
  closesAt: number;
  datasetVersion?: number | null;
}): Extract<Side, { kind: "window" }> {
  if (datasetVersion)
    return { kind: "window", window: "version", opensAt, closesAt, datasetVersion };
  if (isMoment({ opensAt, closesAt })) return { kind: "window", window: "rows", opensAt, closesAt };
  const length = closesAt - opensAt;
  const window = length <= HOUR_MS ? "hour" : length <= DAY_MS ? "day" : "week";
  return { kind: "window", window, opensAt, closesAt };
}

export function nameOfWindow(window: WindowKind, opensAt: number): string {
  if (!isOfTime(window)) return `moment:${opensAt}`;
  const text = new Date(opensAt).toISOString();
  return `${window}:${text.slice(0, window === "hour" ? 13 : 10)}`;
}

export const nameOfSide = (side: Side): string =>
  side.kind === "reference"
    ? REFERENCE
    : side.datasetVersion
      ? `version:${side.datasetVersion}`
      : nameOfWindow(side.window, side.opensAt);

const LONGER: Readonly<Record<WindowKind, readonly WindowKind[]>> = {
  hour: ["day", "week"],
  day: ["week"],
  week: [],
  rows: [],
  version: [],
};

/** Longer windows that some lie in, each once, in the order of the windows: the hours of a week add up to it. */
export function longerWindows(kind: WindowKind, moments: readonly number[]): Side[] {
  return LONGER[kind].flatMap((window) => {
    const found = new Map(
      moments.map((at) => [windowOf(at, window).opensAt, windowOf(at, window)]),
    );
    return [...found.values()].map((one): Side => ({ kind: "window", window, ...one }));
  });
}
