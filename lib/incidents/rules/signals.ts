import { SEVERITIES, type Severity } from "@/lib/monitors/schema/alerts";
import type { SignalEvidence, SignalKind } from "../schema/incidents";

/** What was found about a deployment or a dataset. */
export interface Signal {
  key: string;
  kind: SignalKind;
  severity: Severity;
  summary: string;
  evidence: SignalEvidence;
}

export const isWorse = (one: Severity, other: Severity): boolean =>
  SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other);

const TITLES: Readonly<Record<SignalKind, string>> = {
  drift: "Drift",
  column: "Drift",
  performance: "Performance",
  quality: "Quality of data",
  silence: "Silence",
  rollback: "Rollback",
};

const MAX_NAMED = 3;

/** What an incident is called that begins with a signal. */
export function titleOf(subject: string, { kind, evidence }: Signal): string {
  const { columns } = evidence;
  const named = columns.slice(0, MAX_NAMED).join(", ");
  const more = columns.length > MAX_NAMED ? ` and ${columns.length - MAX_NAMED} more` : "";
  const where = columns.length > 0 && kind !== "rollback" ? `: ${named}${more}` : "";
  return `${TITLES[kind]} of ${subject}${where}`;
}
