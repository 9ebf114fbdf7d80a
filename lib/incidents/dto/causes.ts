import type { Metric } from "@/lib/monitors/schema/performance";
import type { Causes } from "../rules/causes";

/** Columns that may be the cause of an incident, by the monitor that watches them. */
export interface CausesDto extends Causes {
  /** Null when nothing watches the columns of what the incident is of. */
  monitor: { id: number; name: string } | null;
  /** What performance is told by, and what it is as a rule; null where drift alone ranks them. */
  metric: Metric | null;
  usual: number | null;
  /** True when labels had not come and performance is estimated. */
  isEstimated: boolean;
}
