"use client";
import { directionText, MetricDelta } from "@/components/models/metric-delta";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import type { MetricChange } from "@/lib/models/rules/compare-values";

const HEAD = "whitespace-nowrap px-3 py-2 font-medium text-muted text-xs";
const CELL = "px-3 py-1.5 align-top";

const shown = (value: number | null) => (value === null ? NO_VALUE : formatNumber(value));

/** How a metric moved, or that there is nothing to hold it against. */
export function MetricMove({ change }: { change: MetricChange }) {
  if (change.state === "added") return <span className="text-muted text-xs">new</span>;
  if (change.state === "removed")
    return <span className="text-warning-fg text-xs">not measured any more</span>;
  return <MetricDelta change={change} />;
}

interface MetricTableProps {
  label: string;
  /** What the versions are called; without a base the metrics stand alone. */
  heads: { candidate: string; base: string | null };
  metrics: readonly MetricChange[];
}

/** Metrics by name, beside those of another version where there is one. */
export function MetricTable({ label, heads, metrics }: MetricTableProps) {
  const hasBase = heads.base !== null;
  return (
    <ScrollArea label={label}>
      <table aria-label={label} className="w-full border-collapse text-sm tabular-nums">
        <thead className="border-b">
          <tr>
            <th scope="col" className={cn(HEAD, "pl-4 text-left")}>
              Metric
            </th>
            <th scope="col" className={cn(HEAD, "text-right last:pr-4")}>
              {heads.candidate}
            </th>
            {hasBase ? (
              <>
                <th scope="col" className={cn(HEAD, "text-right")}>
                  {heads.base}
                </th>
                <th scope="col" className={cn(HEAD, "pr-4 text-left")}>
                  Change
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {metrics.map((change) => (
            <tr key={change.key}>
              <th
                scope="row"
                className={cn(CELL, "min-w-32 break-words pl-4 text-left font-normal")}
              >
                {change.key}
                <span className="block text-muted text-xs">{directionText(change)}</span>
              </th>
              <td className={cn(CELL, "text-right font-medium last:pr-4")}>
                {shown(change.candidate)}
              </td>
              {hasBase ? (
                <>
                  <td className={cn(CELL, "text-right")}>{shown(change.base)}</td>
                  <td className={cn(CELL, "pr-4")}>
                    <MetricMove change={change} />
                  </td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
