import type { Alert } from "../schema/alerts";
import type { ColumnFinding, WindowVerdict } from "../schema/monitors";

/** A window as far as alerts care. */
export interface AlertWindow {
  opensAt: number;
  closesAt: number;
  verdict: WindowVerdict;
  share: number;
  findings: readonly ColumnFinding[];
}

export interface Firing {
  /** In a sentence. */
  summary: string;
  /** When the newest window that speaks for it began. */
  opensAt: number;
  /** Columns, the one that went farthest beyond its threshold first. */
  columns: string[];
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
const excess = ({ score, threshold }: ColumnFinding): number =>
  score === null ? Number.POSITIVE_INFINITY : score / threshold;

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

function driftOf(windows: readonly AlertWindow[]): Firing | null {
  const [newest] = windows;
  if (!newest || !windows.every(({ verdict }) => verdict === "drifted")) return null;
  const worst = worstFirst(newest.findings);
  const since = windows.length > 1 ? ` for ${windows.length} windows` : "";
  return {
    summary: `${percent(newest.share)} of the columns drifted${since}: ${listOf(worst)}.`,
    opensAt: newest.opensAt,
    columns: worst.map(({ name }) => name),
  };
}

function columnOf(windows: readonly AlertWindow[], column: string): Firing | null {
  const found = windows.map(({ findings }) => findings.find(({ name }) => name === column));
  const [newest] = found;
  if (!newest || !windows[0] || !found.every((one) => one && isOdd(one))) return null;
  const since = windows.length > 1 ? ` for ${windows.length} windows` : "";
  return {
    summary: `${column} ${WORDS[newest.verdict]}${since}.`,
    opensAt: windows[0].opensAt,
    columns: [column],
  };
}

function silenceOf(newest: AlertWindow | undefined, wanted: number, now: number): Firing | null {
  if (!newest) return null;
  const length = newest.closesAt - newest.opensAt;
  const whole = Math.floor((now - newest.closesAt) / length);
  if (whole < wanted) return null;
  const last = new Date(newest.closesAt).toISOString().slice(0, 16).replace("T", " ");
  return {
    summary: `Nothing came for ${whole} whole windows, since ${last} UTC.`,
    opensAt: newest.opensAt,
    columns: [],
  };
}

/** Whether an alert is to be told, by the windows in which something came, the newest first. Too little says nothing. */
export function fires(alert: Alert, windows: readonly AlertWindow[], now: number): Firing | null {
  if (alert.kind === "silence") return silenceOf(windows[0], alert.windows, now);
  const telling = windows.filter(({ verdict }) => verdict !== "too_few").slice(0, alert.windows);
  if (telling.length < alert.windows) return null;
  return alert.kind === "drift" ? driftOf(telling) : columnOf(telling, alert.column);
}
