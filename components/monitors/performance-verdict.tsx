import { Activity, CircleCheck, CircleDashed, Hourglass } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import { formatPlural } from "@/lib/core/format";
import type { PerformancePageDto } from "@/lib/monitors/dto/performance";
import {
  METRIC_WORDS,
  metricText,
  PERFORMANCE_WORDS,
  performanceSentence,
} from "@/lib/monitors/rules/performance/words";
import { windowInWords } from "@/lib/monitors/rules/words";
import type { PerformanceDefinition, PerformanceVerdict } from "@/lib/monitors/schema/performance";

const LOOKS: Readonly<Record<PerformanceVerdict, { Icon: typeof Activity; tone: Tone }>> = {
  missed: { Icon: Activity, tone: "warning" },
  met: { Icon: CircleCheck, tone: "success" },
  measured: { Icon: CircleDashed, tone: "neutral" },
  waiting: { Icon: Hourglass, tone: "info" },
  unlabelled: { Icon: CircleDashed, tone: "neutral" },
  too_few: { Icon: CircleDashed, tone: "neutral" },
};

/** What labels say of a window. */
export function PerformanceBadge({ verdict }: { verdict: PerformanceVerdict }) {
  const { Icon, tone } = LOOKS[verdict];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {PERFORMANCE_WORDS[verdict]}
    </Badge>
  );
}

interface PerformanceVerdictCardProps {
  page: PerformancePageDto;
  definition: PerformanceDefinition;
}

/** What the newest window says that labels tell of, and what is to be expected of those that wait. */
export function PerformanceVerdictCard({ page, definition }: PerformanceVerdictCardProps) {
  const { told, windows } = page;
  const window = told ?? windows[0];
  if (!window) return null;
  const { metric, minRows } = definition;
  const { Icon } = LOOKS[window.verdict];
  const isMissed = window.verdict === "missed";
  const newest = windows[0];
  const expected = newest?.estimates[metric];
  const sentence = { ...window, value: window.measures[metric]?.value };
  return (
    <section
      aria-label="Verdict"
      className={cn(
        "flex items-start gap-3 rounded-lg border px-4 py-3",
        isMissed
          ? "border-warning-line bg-warning-bg [&_svg]:text-warning-fg"
          : "bg-surface [&_svg]:text-muted",
      )}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div className="grid min-w-0 gap-0.5">
        <h2 className="text-balance break-words font-semibold text-base">
          {performanceSentence(metric, sentence, minRows)}
        </h2>
        <p className="text-muted text-sm tabular-nums">
          {`${windowInWords(window)}, ${formatPlural(window.rows, "row")}. `}
          {newest && newest !== window && newest.verdict === "waiting"
            ? `The newest window, ${windowInWords(newest)}, waits for labels. `
            : ""}
          {expected && newest?.verdict === "waiting"
            ? `${METRIC_WORDS[metric].label} of ${metricText(metric, expected.value)} is to be expected of it, by an estimate.`
            : ""}
        </p>
      </div>
    </section>
  );
}
