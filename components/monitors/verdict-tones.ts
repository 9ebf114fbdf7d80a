import type { Tone } from "@/components/ui/badge";
import type { ColumnVerdict } from "@/lib/monitors/schema/monitors";

export const VERDICT_TONES: Readonly<Record<ColumnVerdict, Tone>> = {
  stable: "neutral",
  drifted: "warning",
  missing: "danger",
  mistyped: "danger",
  no_values: "danger",
  too_few: "neutral",
};
