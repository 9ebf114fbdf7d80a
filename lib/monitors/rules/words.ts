import { formatCount, formatNumber, formatPercent, formatPlural } from "@/lib/core/format";
import type { HeatCellDto, TallyDto } from "../dto/screens";
import type { Alert, Basis, NoData, Severity } from "../schema/alerts";
import type {
  ColumnFinding,
  ColumnVerdict,
  MonitorDefinition,
  WindowKind,
  WindowVerdict,
} from "../schema/monitors";
import { ANSWER } from "./watch-columns";
import { isMoment } from "./windows";

export const WINDOW_WORDS: Readonly<Record<WindowKind, string>> = {
  hour: "Hour",
  day: "Day",
  week: "Week",
  rows: "Rows",
  version: "Version",
};

/** What a window is, as a definition says it. */
export function windowDefinition({
  window,
  rows,
}: {
  window: WindowKind;
  rows?: number | undefined;
}): string {
  if (window === "rows") return `${formatCount(rows ?? 0)} rows, in the order they come`;
  return window === "version" ? "Each later version" : `${WINDOW_WORDS[window]} of UTC`;
}

export const VERDICT_WORDS: Readonly<Record<WindowVerdict, string>> = {
  stable: "Stable",
  drifted: "Drifted",
  too_few: "Too few rows",
};

/** A letter beside the colour: nothing is said by colour alone. */
export const COLUMN_WORDS: Readonly<Record<ColumnVerdict, { label: string; mark: string }>> = {
  stable: { label: "stable", mark: "·" },
  drifted: { label: "drifted", mark: "D" },
  missing: { label: "missing", mark: "M" },
  mistyped: { label: "of another type", mark: "T" },
  no_values: { label: "no values", mark: "N" },
  too_few: { label: "too few rows", mark: "?" },
};

interface Told {
  verdict: WindowVerdict;
  rows: number;
  tally: TallyDto;
}

/** What a window says, in one sentence. */
export function verdictSentence(
  { verdict, rows, tally: { drifted, judged, worst } }: Told,
  minRows: number,
): string {
  if (verdict === "too_few")
    return `Too few rows to tell: ${formatCount(rows)} came, ${formatCount(minRows)} are needed`;
  const columns = formatPlural(judged, "column");
  const most = worst === null ? "" : `, most of all ${worst}`;
  if (verdict === "drifted") return `Drifted: ${formatCount(drifted)} of ${columns}${most}`;
  return `Stable: ${drifted === 0 ? "none" : formatCount(drifted)} of ${columns} drifted${most}`;
}

/** Why that makes a window drifted or not, where it is not plain. */
export const shareSentence = (share: number, limit: number): string =>
  share === 0
    ? ""
    : `${formatPercent(share, 0)} of the columns’ importance drifted; from ${formatPercent(limit, 0)} on the window has.`;

/** What kept values from being compared, and which of them the reference does not know; each in words. */
export function countsInWords(finding: ColumnFinding): string[] {
  const { kind, rows, values, nulls, absent, mistyped, nans, infinities, unseen } = finding;
  const other = kind === "number" ? "that are no number" : "that are no text";
  const beyond =
    kind === "number" ? "outside of the reference’s range" : "of no value that the reference names";
  const said = (count: number, words: string) =>
    count > 0 ? [`${formatCount(count)} ${words}`] : [];
  return [
    `${formatPlural(rows, "row")}, ${formatCount(values)} with a value`,
    ...said(absent, "without the column"),
    ...said(nulls, "null"),
    ...said(mistyped, `with values ${other}`),
    ...said(nans, "NaN"),
    ...said(infinities, "infinite"),
    ...said(unseen, beyond),
  ];
}

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  info: "for information",
  warning: "as a warning",
  critical: "as critical",
};

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  info: "Info",
  warning: "Warning",
  critical: "Critical",
};

export const ALERT_WORDS: Readonly<Record<Alert["kind"], string>> = {
  drift: "Drift of a window",
  column: "One column",
  performance: "Performance",
  quality: "Quality of the data",
  silence: "Silence: nothing comes",
};

/** What windows with too few rows, or with none, are to an alert. */
export const NO_DATA_WORDS: Readonly<Record<NoData, { label: string; description: string }>> = {
  keep: {
    label: "Look past them",
    description: "What was found before them still holds.",
  },
  ignore: {
    label: "Nothing is wrong",
    description: "They end what was told, and a row of windows.",
  },
  alert: {
    label: "Something is wrong",
    description: "They count as windows that drifted.",
  },
};

export const BASIS_WORDS: Readonly<Record<Basis, string>> = {
  labels: "By labels",
  estimates: "By labels, and by estimates until they come",
  business: "By the metric of the business",
};

const EMPTY_WORDS: Readonly<Record<NoData, string>> = {
  keep: "",
  ignore: "; too few rows end it",
  alert: "; too few rows count",
};

/** What an alert tells of: "2 windows that drifted in a row, as critical". */
export function alertInWords(alert: Alert): string {
  const { kind, windows, severity } = alert;
  const many = windows > 1;
  const row = many ? " in a row" : "";
  const count = many ? `${windows} windows` : "A window";
  const what =
    kind === "silence"
      ? alert.minutes === undefined
        ? `${count}${row} in which nothing came`
        : `${formatPlural(alert.minutes, "minute")} in which nothing came`
      : kind === "drift"
        ? `${count} that drifted${row}`
        : kind === "performance"
          ? `${count}${row} whose performance is beyond its limit, ${BASIS_WORDS[alert.basis].toLowerCase()}`
          : kind === "quality"
            ? `${count}${row} whose data are not as they were`
            : `${alert.column} in ${count.toLowerCase()}${row}`;
  const empty = "noData" in alert ? EMPTY_WORDS[alert.noData] : "";
  return `${what}, ${SEVERITY_WORDS[severity]}${empty}`;
}

const numberOr = (value: number | null) => (value === null ? "none" : formatNumber(value, 3));

/** A cell in words: what a screen reader says, and what is shown of it on hover. */
export function cellInWords(cell: HeatCellDto, rows: number): string {
  const { label } = COLUMN_WORDS[cell.verdict];
  const came = formatPlural(rows, "row");
  if (cell.judgedBy === "p_value" && cell.pValue !== null)
    return `${label}: p-value ${numberOr(cell.pValue)}, small up to ${numberOr(cell.threshold)}, ${came}`;
  if (cell.score === null) return `${label}, ${came}`;
  return `${label}: score ${numberOr(cell.score)}, threshold ${numberOr(cell.threshold)}, by chance up to ${numberOr(cell.chance)}, ${came}`;
}

const HOUR_MS = 3_600_000;
const short = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** "30 Nov, 10:00 UTC". */
export const momentInWords = (at: number): string => `${short.format(at)}, ${clock.format(at)} UTC`;

interface Span {
  opensAt: number;
  closesAt: number;
  datasetVersion?: number | null | undefined;
}

/** "30 Nov, 10:00 to 11:00 UTC", "30 Nov", "23 Nov to 29 Nov", of a dataset "v3": windows are of UTC, wherever one looks from. */
export function windowInWords({ opensAt, closesAt, datasetVersion }: Span): string {
  if (datasetVersion) return `v${datasetVersion}`;
  const day = short.format(opensAt);
  if (isMoment({ opensAt, closesAt })) return `from ${momentInWords(opensAt)}`;
  if (closesAt - opensAt <= HOUR_MS)
    return `${day}, ${clock.format(opensAt)} to ${clock.format(closesAt)} UTC`;
  const last = short.format(closesAt - 1);
  return last === day ? `${day} (UTC)` : `${day} to ${last} (UTC)`;
}

/** The same where there is room for a few letters only. */
export const windowShort = ({ opensAt, closesAt, datasetVersion }: Span): string =>
  datasetVersion
    ? `v${datasetVersion}`
    : closesAt - opensAt <= HOUR_MS
      ? clock.format(opensAt)
      : short.format(opensAt);

/** Whether answers are watched, and beside what. */
export function answersInWords({
  target,
  window,
  leftOut,
}: Pick<MonitorDefinition, "target" | "window" | "leftOut">): string {
  if (target !== null) return `Beside ${target}`;
  if (leftOut.some(({ name }) => name === ANSWER)) return "Not watched: somebody left them out";
  return window === "version"
    ? "Not watched: a dataset has none"
    : "Not watched: no one column of the reference is the target";
}
