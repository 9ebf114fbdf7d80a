import { cn } from "@/components/ui/class-names";
import { formatPlural } from "@/lib/core/format";
import type { StripWindowDto } from "@/lib/monitors/dto/screens";
import { VERDICT_WORDS, windowInWords } from "@/lib/monitors/rules/words";
import type { WindowVerdict } from "@/lib/monitors/schema/monitors";

/** Height says the verdict as well as colour does. */
const BARS: Readonly<Record<WindowVerdict, string>> = {
  drifted: "h-5 bg-warning-fg",
  stable: "h-2.5 bg-line-control",
  too_few: "h-1 bg-line-strong",
};

const countOf = (windows: readonly StripWindowDto[], verdict: WindowVerdict) =>
  windows.filter((window) => window.verdict === verdict).length;

/** The verdicts of the newest windows, the newest on the right. */
export function VerdictStrip({ windows }: { windows: readonly StripWindowDto[] }) {
  if (windows.length === 0) return null;
  const drifted = countOf(windows, "drifted");
  return (
    <div
      role="img"
      aria-label={`The newest ${formatPlural(windows.length, "window")}: ${drifted} drifted, ${countOf(windows, "stable")} stable, ${countOf(windows, "too_few")} with too few rows`}
      className="flex h-5 items-end gap-px"
    >
      {windows.map((window) => (
        <span
          key={window.opensAt}
          title={`${windowInWords(window)}: ${VERDICT_WORDS[window.verdict]}, ${formatPlural(window.rows, "row")}`}
          className={cn("w-1.5 rounded-t-xs", BARS[window.verdict])}
        />
      ))}
    </div>
  );
}
