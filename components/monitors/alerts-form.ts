import {
  type Alert,
  alerts,
  type Basis,
  type NoData,
  type Severity,
} from "@/lib/monitors/schema/alerts";

/** An alert as its row of the form holds it. */
export interface AlertRow {
  /** Tells rows apart while they are edited. */
  id: number;
  kind: Alert["kind"];
  column: string;
  severity: Severity;
  windows: string;
  /** Without a row until silence is told; empty where windows tell. */
  minutes: string;
  noData: NoData;
  basis: Basis;
}

export const toAlertRow = (alert: Alert, id: number): AlertRow => ({
  id,
  kind: alert.kind,
  column: alert.kind === "column" ? alert.column : "",
  severity: alert.severity,
  windows: String(alert.windows),
  minutes: alert.kind === "silence" ? String(alert.minutes ?? "") : "",
  noData: "noData" in alert ? alert.noData : "keep",
  basis: alert.kind === "performance" ? alert.basis : "labels",
});

export const newAlertRow = (id: number): AlertRow => ({
  ...{ id, kind: "column", column: "", severity: "warning", windows: "1", noData: "keep" },
  ...{ basis: "labels", minutes: "" },
});

/** The alerts that rows stand for, or what is wrong with them: by the row, or with all of them together. */
export function toAlerts(
  rows: readonly AlertRow[],
): { alerts: Alert[] } | { problems: Readonly<Record<string, string>> } {
  const given = rows.map(({ kind, column, severity, windows, minutes, noData, basis }) => ({
    ...{ kind, severity, windows: Number(windows) },
    ...(kind === "column" ? { column } : {}),
    ...(kind === "performance" ? { basis } : {}),
    ...(kind === "silence" && minutes.trim() !== "" ? { minutes: Number(minutes) } : {}),
    ...(kind === "drift" || kind === "column" ? { noData } : {}),
  }));
  const parsed = alerts.safeParse(given);
  if (parsed.success) return { alerts: parsed.data };
  const problems = parsed.error.issues.map(({ path: [at, field], message }) => {
    const row = typeof at === "number" ? rows[at] : undefined;
    if (!row) return ["form", message];
    if (field === "column") return [`${row.id} column`, "Choose a column."];
    if (field === "minutes") return [`${row.id} minutes`, "A whole number from 5 to 43,200."];
    if (field === "windows") return [`${row.id} windows`, "A whole number from 1 to 10."];
    return ["form", message];
  });
  return { problems: Object.fromEntries(problems) };
}
