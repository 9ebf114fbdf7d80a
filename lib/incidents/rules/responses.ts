import { SEVERITIES, type Severity } from "@/lib/monitors/schema/alerts";
import type { Act } from "../schema/acts";
import type { Signal } from "./signals";

/** What is done, where somebody is told that it was not. */
export const NOT_DONE: Readonly<Record<Act, string>> = {
  roll_back: "Not rolled back",
  pause_rollout: "No rollout was paused",
  retrain: "Not retrained",
};

const ORDER: readonly string[] = SEVERITIES;

interface Response {
  signals: readonly string[];
  severity: string;
}

/** Whether a response answers a signal. A rollback is answered only where somebody wants that. */
export function answers(
  { signals, severity }: Response,
  signal: Pick<Signal, "kind" | "severity">,
): boolean {
  const isWanted =
    signals.length === 0 ? signal.kind !== "rollback" : signals.includes(signal.kind);
  return isWanted && ORDER.indexOf(signal.severity) >= ORDER.indexOf(severity);
}

export const coolDownWords = (
  act: Act,
  { coolDownHours, since, in: incident }: { coolDownHours: number; since: Date; in: number },
): string =>
  `${NOT_DONE[act]}: incident ${incident} had the same done at ${since.toISOString().slice(0, 16).replace("T", " ")} UTC, and ${coolDownHours} hours have to lie between.`;

const ANSWERED: Readonly<Record<Severity, string>> = {
  info: "on any alert",
  warning: "on warnings and worse",
  critical: "on critical alerts",
};

/** When a response acts, after the words for what it does. */
export function responseWords({
  act,
  severity,
  coolDownHours,
  startsRollout,
}: {
  act: Act;
  severity: Severity;
  coolDownHours: number;
  startsRollout: boolean;
}): string {
  const often = coolDownHours === 0 ? "" : `, at most once in ${coolDownHours} hours`;
  const after = act === "retrain" && startsRollout ? ", and roll out what may serve" : "";
  return `${ANSWERED[severity]}${often}${after}.`;
}
