import { SEVERITIES } from "@/lib/monitors/schema/alerts";
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
