import { formatPlural } from "@/lib/core/format";
import type { Alert } from "../schema/alerts";
import type { QualityFinding } from "../schema/quality";
import type { Firing } from "./firing";
import { qualityInWords } from "./quality-words";

/** A window as far as alerts of the data's quality care. */
export interface QualityWindow {
  opensAt: number;
  quality: readonly QualityFinding[];
}

/** How old the newest row is and may be. */
export interface Freshness {
  minutes: number | null;
  /** Null when none came yet. */
  newest: number | null;
}

const MAX_NAMED = 3;
const MINUTE_MS = 60_000;

function staleOf({ minutes, newest }: Freshness, opensAt: number, now: number): Firing | null {
  if (minutes === null || newest === null) return null;
  const age = Math.floor((now - newest) / MINUTE_MS);
  if (age <= minutes) return null;
  return {
    summary: `The newest row is ${formatPlural(age, "minute")} old; at most ${minutes} are allowed.`,
    ...{ opensAt, columns: [] },
  };
}

/** Whether data that came are not as they were, or none came for longer than is allowed; windows are the newest first. */
export function qualityFires(
  alert: Extract<Alert, { kind: "quality" }>,
  windows: readonly QualityWindow[],
  freshness: Freshness | null,
  now: number,
): Firing | null {
  const [newest] = windows;
  if (!newest) return null;
  const stale = freshness && staleOf(freshness, newest.opensAt, now);
  if (stale) return stale;
  const telling = windows.slice(0, alert.windows);
  if (telling.length < alert.windows) return null;
  if (!telling.every(({ quality }) => quality.length > 0)) return null;
  const named = newest.quality.map(
    (one) => `${one.column ?? "the window"}: ${qualityInWords(one)}`,
  );
  const more = named.length > MAX_NAMED ? `; and ${named.length - MAX_NAMED} more` : "";
  const since = alert.windows > 1 ? ` for ${alert.windows} windows` : "";
  return {
    summary: `Data are not as they were${since}. ${named.slice(0, MAX_NAMED).join("; ")}${more}.`,
    opensAt: newest.opensAt,
    columns: [...new Set(newest.quality.flatMap(({ column }) => column ?? []))],
  };
}
