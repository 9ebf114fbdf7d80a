import { ArrowDown, ArrowUp, Equal } from "lucide-react";
import { cn } from "@/components/ui/class-names";
import { formatDelta, formatPercent } from "@/lib/core/format";
import type { MetricChange } from "@/lib/models/rules/compare-values";
import type { MetricVerdict } from "@/lib/models/rules/metric-direction";

const TONES: Readonly<Record<MetricVerdict, string>> = {
  better: "text-success-fg",
  worse: "text-danger-fg",
  same: "text-muted",
  unknown: "text-muted",
};

const WORDS: Readonly<Record<MetricVerdict, string>> = {
  better: "better",
  worse: "worse",
  same: "the same",
  unknown: "",
};

/** How a metric changed: sign, arrow, word and colour say the same thing, so that none of them is needed. */
export function MetricDelta({ change }: { change: MetricChange }) {
  const { difference, relative, verdict, state } = change;
  if (state === "same")
    return (
      <span className="inline-flex items-center gap-1 text-muted text-xs">
        <Equal aria-hidden="true" className="size-3" />
        same
      </span>
    );
  if (difference === null) return null;
  const Icon = difference > 0 ? ArrowUp : ArrowDown;
  const share = relative === null ? "" : `, ${relative > 0 ? "+" : ""}${formatPercent(relative)}`;
  return (
    <span
      title={`${formatDelta(difference, 6)}${share}`}
      className={cn(
        "inline-flex items-center gap-1 whitespace-nowrap text-xs tabular-nums",
        TONES[verdict],
      )}
    >
      <Icon aria-hidden="true" className="size-3 shrink-0" />
      {formatDelta(difference)}
      {WORDS[verdict] === "" ? null : <span>{WORDS[verdict]}</span>}
    </span>
  );
}

/** Which way a metric is good, where its name says so. */
export function directionText({ direction }: Pick<MetricChange, "direction">): string {
  if (direction === null) return "";
  return direction === "higher" ? "Higher is better" : "Lower is better";
}
