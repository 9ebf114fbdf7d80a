import type { WindowVerdict } from "@/lib/monitors/schema/monitors";
import type { PortfolioDriftDto } from "../dto/portfolio";

/** What a monitor found last. */
export interface Watched {
  id: number;
  verdict: WindowVerdict | null;
  at: number | null;
  driftedAt: number | null;
}

const WORST_FIRST: readonly (WindowVerdict | null)[] = ["drifted", "stable", "too_few", null];

/** What all monitors of a deployment found last: the worst of it. */
export function driftOf(monitors: readonly Watched[]): PortfolioDriftDto {
  const [worst] = [...monitors].sort(
    (one, other) => WORST_FIRST.indexOf(one.verdict) - WORST_FIRST.indexOf(other.verdict),
  );
  if (!worst) return { verdict: "unwatched", monitorId: null, at: null, driftedAt: null };
  const drifted = monitors.flatMap(({ driftedAt }) => driftedAt ?? []);
  return {
    verdict: worst.verdict ?? "waiting",
    monitorId: worst.id,
    at: worst.at,
    driftedAt: drifted.length === 0 ? null : Math.max(...drifted),
  };
}
