import { formatPlural } from "@/lib/core/format";
import type { Alert } from "../schema/alerts";
import type { ColumnFinding, WindowKind, WindowVerdict } from "../schema/monitors";
import type { QualityFinding } from "../schema/quality";
import { excessOf } from "./excess";
import type { Firing } from "./firing";
import { type PerformanceAlertWindow, performanceFires } from "./performance/alert";
import { type Freshness, qualityFires } from "./quality-alert";
import { isOfTime } from "./windows";

/** A window as far as alerts care. */
export interface AlertWindow {
  opensAt: number;
  closesAt: number;
  verdict: WindowVerdict;
  share: number;
  findings: readonly ColumnFinding[];
  quality?: readonly QualityFinding[];
}

const MAX_NAMED = 3;
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const WORDS: Readonly<Record<ColumnFinding["verdict"], string>> = {
  stable: "is stable",
  drifted: "has drifted",
  missing: "is missing",
  mistyped: "is of another type",
  no_values: "has no values",
  too_few: "came too seldom",
};

const isOdd = ({ verdict }: ColumnFinding): boolean =>
  verdict !== "stable" && verdict !== "too_few";

/** How far beyond its threshold a column is; one that cannot be scored is beyond all others. */
const excess = (finding: ColumnFinding): number => excessOf(finding) ?? Number.POSITIVE_INFINITY;

function worstFirst(findings: readonly ColumnFinding[]): ColumnFinding[] {
  return findings.filter(isOdd).toSorted((one, other) => {
    const [a, b] = [excess(one), excess(other)];
    return a === b ? 0 : b - a;
  });
}

function listOf(findings: readonly ColumnFinding[]): string {
  const named = findings
    .slice(0, MAX_NAMED)
    .map(({ name, verdict }) => `${name} ${WORDS[verdict]}`);
  const more = findings.length - named.length;
  return `${named.join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}

/** A window in which nothing came, or too little to tell. */
const isEmpty = ({ verdict }: AlertWindow): boolean => verdict === "too_few";
const inARow = (windows: readonly unknown[]): string =>
  windows.length > 1 ? ` for ${windows.length} windows` : "";

const emptyOf = (windows: readonly AlertWindow[], newest: AlertWindow): Firing => ({
  summary: `Too little came to tell${inARow(windows)}.`,
  opensAt: newest.opensAt,
  columns: [],
});

function driftOf(windows: readonly AlertWindow[]): Firing | null {
  const [newest] = windows;
  if (!newest || !windows.every((one) => isEmpty(one) || one.verdict === "drifted")) return null;
  if (isEmpty(newest)) return emptyOf(windows, newest);
  const worst = worstFirst(newest.findings);
  return {
    summary: `${percent(newest.share)} of the columns drifted${inARow(windows)}: ${listOf(worst)}.`,
    opensAt: newest.opensAt,
    columns: worst.map(({ name }) => name),
  };
}

function columnOf(windows: readonly AlertWindow[], column: string): Firing | null {
  const [newest] = windows;
  if (!newest) return null;
  const of = ({ findings }: AlertWindow) => findings.find(({ name }) => name === column);
  const isWrong = (window: AlertWindow) => {
    const finding = of(window);
    return isEmpty(window) || finding?.verdict === "too_few" || (finding && isOdd(finding));
  };
  if (!windows.every(isWrong)) return null;
  const finding = of(newest);
  if (!finding || !isOdd(finding)) return emptyOf(windows, newest);
  return {
    summary: `${column} ${WORDS[finding.verdict]}${inARow(windows)}.`,
    opensAt: newest.opensAt,
    columns: [column],
  };
}

const MINUTE_MS = 60_000;
const minuteOf = (moment: number): string =>
  new Date(moment).toISOString().slice(0, 16).replace("T", " ");

function silenceOf(newest: AlertWindow | undefined, wanted: number, now: number): Firing | null {
  if (!newest) return null;
  const length = newest.closesAt - newest.opensAt;
  const whole = Math.floor((now - newest.closesAt) / length);
  if (whole < wanted) return null;
  return {
    summary: `Nothing came for ${whole} whole windows, since ${minuteOf(newest.closesAt)} UTC.`,
    opensAt: newest.opensAt,
    columns: [],
  };
}

/** By the newest row, whatever windows are of. */
function silenceSince(
  { opensAt }: AlertWindow,
  newest: number | null,
  minutes: number,
  now: number,
): Firing | null {
  if (newest === null) return null;
  const quiet = Math.floor((now - newest) / MINUTE_MS);
  if (quiet < minutes) return null;
  return {
    summary: `Nothing came for ${formatPlural(quiet, "minute")}, since ${minuteOf(newest)} UTC.`,
    ...{ opensAt, columns: [] },
  };
}

/** Why alerts cannot be told of such windows: those of rows and versions follow no clock. Null where they can. */
export function untellable(window: WindowKind, wanted: readonly Alert[]): string | null {
  if (isOfTime(window)) return null;
  if (window === "version" && wanted.some(({ kind }) => kind === "silence"))
    return "Windows that are versions follow no clock: nothing can be told of those that do not come.";
  if (wanted.some((one) => one.kind === "silence" && one.minutes === undefined))
    return "Windows of rows follow no clock: say after how many minutes without a row their silence is told.";
  if (wanted.some((one) => "noData" in one && one.noData !== "keep"))
    return `Windows ${window === "rows" ? "of rows" : "that are versions"} follow no clock: none of them stays empty, so what an empty one is to an alert cannot be said.`;
  return null;
}

/** Rows of a window may be judged so long after its end; until then it is not said that too little came. */
const SETTLED_MS = 600_000;

const nothingIn = (opensAt: number, closesAt: number): AlertWindow => ({
  ...{ opensAt, closesAt, verdict: "too_few", share: 0, findings: [] },
});

/** The windows with those between and after them in which nothing came, the newest first; as many as are wanted. */
function withGaps(windows: readonly AlertWindow[], wanted: number, now: number): AlertWindow[] {
  const all: AlertWindow[] = [];
  let until = now;
  for (const window of windows) {
    const length = window.closesAt - window.opensAt;
    const whole = Math.floor((until - window.closesAt) / length);
    for (let gap = whole; gap > 0 && all.length < wanted; gap -= 1)
      all.push(nothingIn(window.closesAt + (gap - 1) * length, window.closesAt + gap * length));
    if (all.length >= wanted) return all.slice(0, wanted);
    all.push(window);
    until = window.opensAt;
  }
  return all.slice(0, wanted);
}

/** For an alert of a column, a window that has too few values of it is one with too few rows. */
function saysNothing(window: AlertWindow, alert: Alert): boolean {
  if (isEmpty(window)) return true;
  if (alert.kind !== "column") return false;
  return window.findings.find(({ name }) => name === alert.column)?.verdict === "too_few";
}

/** As many windows as the alert wants, the newest first, with those in which too little came as its policy says. */
function tellingOf(
  alert: Extract<Alert, { kind: "drift" | "column" }>,
  windows: readonly AlertWindow[],
  now: number,
): AlertWindow[] {
  const settled = now - SETTLED_MS;
  const judged = windows.filter(
    (window) =>
      !saysNothing(window, alert) || (alert.noData !== "keep" && window.closesAt <= settled),
  );
  return alert.noData === "keep"
    ? judged.slice(0, alert.windows)
    : withGaps(judged, alert.windows, settled);
}

/** Whether an alert fires, by the windows in which something came, and by those of the performance; the newest first. */
export function fires(
  alert: Alert,
  windows: readonly AlertWindow[],
  now: number,
  performance: readonly PerformanceAlertWindow[] = [],
  freshness: Freshness | null = null,
): Firing | null {
  if (alert.kind === "quality") {
    const checked = windows.map(({ opensAt, quality = [] }) => ({ opensAt, quality }));
    return qualityFires(alert, checked, freshness, now);
  }
  if (alert.kind === "performance") return performanceFires(alert, performance, now);
  if (alert.kind === "silence" && alert.minutes !== undefined)
    return windows[0]
      ? silenceSince(windows[0], freshness?.newest ?? null, alert.minutes, now)
      : null;
  if (alert.kind === "silence") return silenceOf(windows[0], alert.windows, now);
  const telling = tellingOf(alert, windows, now);
  if (telling.length < alert.windows) return null;
  if (alert.noData === "ignore" && telling.some((window) => saysNothing(window, alert)))
    return null;
  return alert.kind === "drift" ? driftOf(telling) : columnOf(telling, alert.column);
}

/** What is to be done about an alert whose signal fires for the moments that are known: an alert is told once a window. */
export function nextStep(
  firing: Pick<Firing, "opensAt"> | null,
  known: readonly { at: number }[],
): "tell" | "end" | "nothing" {
  if (!firing) return known.length > 0 ? "end" : "nothing";
  return known.some(({ at }) => at >= firing.opensAt) ? "nothing" : "tell";
}
