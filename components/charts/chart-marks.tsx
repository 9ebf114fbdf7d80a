import { cn } from "@/components/ui/class-names";
import { type ChartMark, groupMarks } from "./prepare-chart-marks";
import type { Frame } from "./prepare-frame";

/** Numbered lines where something happened; for eyes only, since the list beside the chart says the same. */
export function ChartMarks({ frame, marks }: { frame: Frame; marks: readonly ChartMark[] }) {
  const { top, height } = frame.plot;
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0">
      {groupMarks(frame, marks).map(({ pixel, label, isWarning }) => (
        <div
          key={label}
          className={cn(
            "absolute border-l border-dashed",
            isWarning ? "border-warning-fg" : "border-line-control",
          )}
          style={{ left: pixel, top, height }}
        >
          <span
            className={cn(
              "absolute top-0 left-0 -translate-x-1/2 -translate-y-1/2 whitespace-nowrap rounded-full border bg-surface px-1.5 text-2xs tabular-nums leading-4",
              isWarning ? "border-warning-fg text-warning-fg" : "text-muted",
            )}
          >
            {label}
          </span>
        </div>
      ))}
    </div>
  );
}
