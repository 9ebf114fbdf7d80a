import type { IncidentStatus } from "../schema/incidents";

/** How what speaks for an incident stands: one that is resolved waits for nothing, though its alert may fire on. */
export type FiringState = "firing" | "over" | "still_firing" | "ended";

export function firingState({
  isFiring,
  status,
}: {
  isFiring: boolean;
  status: IncidentStatus;
}): FiringState {
  if (status === "resolved") return isFiring ? "still_firing" : "ended";
  return isFiring ? "firing" : "over";
}

interface Signal {
  kind: string;
  isFiring: boolean;
}

/** What becomes of alerts that fire when their incident is resolved; null where none does. A rollback ends with it. */
export function firesOn(signals: readonly Signal[]): string | null {
  const many = signals.filter(({ kind, isFiring }) => isFiring && kind !== "rollback").length;
  if (many === 0) return null;
  const [alerts, them] =
    many === 1 ? ["1 alert still fires", "it"] : [`${many} alerts still fire`, "them"];
  return `${alerts}. Nobody is told again of what was found so far; the next window in which ${them === "it" ? "it fires" : "one of them fires"} opens another incident. Silence the monitor to hear nothing of ${them} for a time.`;
}
