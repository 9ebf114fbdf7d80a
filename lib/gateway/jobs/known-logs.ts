import "server-only";
import type { PredictionEntry } from "../rules/prediction-pack";
import { isKept, type LogSettings } from "../rules/predictions";

/** How long a prediction is left out without a look whether its deployment keeps it by now. */
const KNOWN_MS = 1_000;
const MAX_KNOWN = 10_000;

interface Known {
  settings: LogSettings;
  until: number;
}

// Next has a copy of this module, and commands that change the settings.
const shared = globalThis as typeof globalThis & { slipwayKnownLogs?: Map<bigint, Known> };

/** What deployments were found to keep when something of theirs was written last. */
function known(): Map<bigint, Known> {
  shared.slipwayKnownLogs ??= new Map();
  return shared.slipwayKnownLogs;
}

export function learnLogSettings(found: ReadonlyMap<bigint, LogSettings>): void {
  if (known().size > MAX_KNOWN) known().clear();
  const until = Date.now() + KNOWN_MS;
  for (const [id, settings] of found) known().set(id, { settings, until });
}

/** Makes this process look anew at what a deployment keeps; other replicas do so within a second. */
export function forgetLogSettings(deploymentId: bigint): void {
  known().delete(deploymentId);
}

/** Whether a prediction is known to be left out; once in a while one is let through, so that news is heard of. */
export function isLeftOut(entry: PredictionEntry): boolean {
  const found = known().get(entry.deploymentId);
  if (!found || isKept(entry, found.settings)) return false;
  if (found.until > Date.now()) return true;
  found.until = Date.now() + KNOWN_MS;
  return false;
}
