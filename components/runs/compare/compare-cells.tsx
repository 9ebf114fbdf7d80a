"use client";
import { ArrowDown, ArrowUp, ChevronRight, Trophy } from "lucide-react";
import { cn } from "@/components/ui/class-names";
import { formatDelta, formatPercent } from "@/lib/core/format";
import {
  bestRuns,
  type CompareHeading,
  type CompareRow,
  type Delta,
  deltaOf,
  formatValue,
} from "./prepare-comparison";
import { prepareTextDiff } from "./prepare-text-diff";
import { TextDiff } from "./text-diff";

interface LabelCellProps {
  row: CompareRow;
}

const DIRECTIONS = { higher: "Higher is better", lower: "Lower is better" } as const;

/** The name of a line. */
export function LabelCell({ row }: LabelCellProps) {
  const { label, direction, isDifferent } = row;
  const Icon = direction === "higher" ? ArrowUp : ArrowDown;
  return (
    <span className="flex h-full items-center gap-1.5 pl-4">
      <span className={cn("truncate", isDifferent ? "text-fg" : "text-muted")} title={label}>
        {label}
      </span>
      {direction ? (
        <span title={DIRECTIONS[direction]} className="shrink-0 text-subtle">
          <Icon aria-hidden="true" className="size-3" />
          <span className="sr-only">{DIRECTIONS[direction]}</span>
        </span>
      ) : null}
    </span>
  );
}

interface HeadingCellProps {
  heading: CompareHeading;
  isOpen: boolean;
  onToggle: () => void;
}

export function HeadingCell({ heading, isOpen, onToggle }: HeadingCellProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={onToggle}
      className="flex h-full w-full items-center gap-1.5 font-semibold"
    >
      <ChevronRight
        aria-hidden="true"
        className={cn("size-3.5 shrink-0 text-subtle transition-transform", isOpen && "rotate-90")}
      />
      {heading.label}
      <span className="truncate font-normal text-subtle text-xs">
        {heading.different} of {heading.count} differ
      </span>
    </button>
  );
}

interface ValueCellProps {
  row: CompareRow;
  /** Place of the run; 0 is the baseline. */
  index: number;
}

/** One value; beside the baseline's it says how it differs. */
export function ValueCell({ row, index }: ValueCellProps) {
  const value = row.values[index] ?? null;
  const baseline = row.values[0] ?? null;
  if (value === null) return <span className="text-subtle">{formatValue(value)}</span>;
  if (typeof value === "number")
    return <NumberCell row={row} index={index} value={value} baseline={baseline} />;
  const isChanged = index > 0 && value !== baseline;
  // Of two moments or two ids, the digits that differ say nothing.
  const isText = row.section !== "details" && typeof baseline === "string";
  const parts = isChanged && isText ? prepareTextDiff(baseline, value) : null;
  return (
    <span
      title={value}
      className={cn(
        "font-mono text-xs",
        isChanged && !parts && "rounded-xs bg-accent-soft px-1 py-0.5",
      )}
    >
      {parts ? <TextDiff parts={parts} isShort /> : value}
    </span>
  );
}

interface NumberCellProps extends ValueCellProps {
  value: number;
  baseline: CompareRow["values"][number];
}

function NumberCell({ row, index, value, baseline }: NumberCellProps) {
  const delta = index === 0 ? null : deltaOf(value, baseline, row.direction);
  const isBest = bestRuns(row).has(index);
  return (
    <span className="flex h-full items-center justify-end gap-1.5">
      {isBest ? (
        <span title="Best of these runs" className="text-accent-fg">
          <Trophy aria-hidden="true" className="size-3" />
          <span className="sr-only">Best: </span>
        </span>
      ) : null}
      <span className={cn(isBest && "font-semibold")}>{formatValue(value)}</span>
      {delta ? <DeltaMark delta={delta} /> : null}
    </span>
  );
}

const TONES: Readonly<Record<Delta["verdict"], string>> = {
  better: "text-success-fg",
  worse: "text-danger-fg",
  neutral: "text-muted",
};

const WORDS: Readonly<Record<Delta["verdict"], string>> = {
  better: "better than the baseline",
  worse: "worse than the baseline",
  neutral: "against the baseline",
};

/** Sign, arrow and colour say the same thing, so that none of them is needed. */
export function DeltaMark({ delta }: { delta: Delta }) {
  const { absolute, relative, verdict } = delta;
  const Icon = absolute > 0 ? ArrowUp : ArrowDown;
  const share = relative === null ? null : `${absolute > 0 ? "+" : ""}${formatPercent(relative)}`;
  return (
    <span
      title={`${formatDelta(absolute, 5)}, ${WORDS[verdict]}`}
      className={cn("inline-flex w-20 shrink-0 items-center justify-end text-xs", TONES[verdict])}
    >
      <Icon aria-hidden="true" className="size-3" />
      {share ?? formatDelta(absolute)}
      <span className="sr-only">{WORDS[verdict]}</span>
    </span>
  );
}
