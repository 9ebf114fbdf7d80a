"use client";
import { useState } from "react";
import { directionText, MetricDelta } from "@/components/models/metric-delta";
import { SliceTable } from "@/components/models/slice-table";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import type { VersionComparisonDto } from "@/lib/models/dto/comparison";
import type { MetricChange } from "@/lib/models/rules/compare-values";
import { comparisonHeads } from "./comparison-heads";
import { toAspects } from "./prepare-aspects";

const FEW = 12;
const HEAD = "px-3 py-2 font-medium text-muted text-xs";
const CELL = "px-3 py-1.5 align-top";

const shown = (value: number | null) => (value === null ? NO_VALUE : formatNumber(value));

/** How a metric moved, or that there is nothing to hold it against. */
function Delta({ change }: { change: MetricChange }) {
  if (change.state === "added") return <span className="text-muted text-xs">new</span>;
  if (change.state === "removed")
    return <span className="text-warning-fg text-xs">not measured any more</span>;
  return <MetricDelta change={change} />;
}

interface MetricTableProps {
  comparison: VersionComparisonDto;
  metrics: readonly MetricChange[];
}

function MetricTable({ comparison, metrics }: MetricTableProps) {
  const heads = comparisonHeads(comparison);
  return (
    <ScrollArea label="Metrics of both versions">
      <table
        aria-label="Metrics of both versions"
        className="w-full border-collapse text-sm tabular-nums"
      >
        <thead className="border-b">
          <tr>
            <th scope="col" className={cn(HEAD, "pl-4 text-left")}>
              Metric
            </th>
            <th scope="col" className={cn(HEAD, "text-right")}>
              {heads.base}
            </th>
            <th scope="col" className={cn(HEAD, "text-right")}>
              {heads.candidate}
            </th>
            <th scope="col" className={cn(HEAD, "pr-4 text-left")}>
              Change
            </th>
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
              <td className={cn(CELL, "text-right")}>{shown(change.base)}</td>
              <td className={cn(CELL, "text-right font-medium")}>{shown(change.candidate)}</td>
              <td className={cn(CELL, "pr-4")}>
                <Delta change={change} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** "2 better, 1 worse": what somebody wants to know before the numbers. */
function verdictsOf(metrics: readonly MetricChange[]): string {
  const count = (wanted: MetricChange["verdict"]) =>
    metrics.filter(({ verdict }) => verdict === wanted).length;
  return (["better", "worse", "same"] as const)
    .map((verdict) => [verdict, count(verdict)] as const)
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${verdict}`)
    .join(", ");
}

function Aspects({ metrics }: { metrics: readonly MetricChange[] }) {
  return (
    <dl
      aria-label="Besides how good it is"
      className="grid gap-x-6 gap-y-2 border-t px-4 py-3 text-sm sm:grid-cols-2 xl:grid-cols-3"
    >
      {toAspects(metrics).map((aspect) => (
        <div key={aspect.label} className="min-w-0">
          <dt className="text-muted text-xs">{aspect.label}</dt>
          {aspect.metrics.length === 0 ? <dd className="text-muted">Not recorded</dd> : null}
          {aspect.metrics.map((change) => (
            <dd key={change.key} className="flex flex-wrap items-center gap-x-2 tabular-nums">
              <span className="min-w-0 break-all">{change.key}</span> {shown(change.candidate)}
              <Delta change={change} />
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** The candidate's metrics against those of what is at the target, on the whole and on each part of the data. */
export function RequestMetrics({ comparison }: { comparison: VersionComparisonDto }) {
  const [isWhole, setIsWhole] = useState(false);
  const { candidate, base, slices, metrics } = comparison;
  const { items, isTruncated } = metrics;
  return (
    <>
      <Card>
        <CardHeader
          title={`Version ${candidate.version} against version ${base.version}`}
          description={verdictsOf(items) || undefined}
        />
        {items.length === 0 ? (
          <CardBody className="text-muted text-sm">
            Neither version has metrics: none were logged with their runs or models.
          </CardBody>
        ) : (
          <MetricTable comparison={comparison} metrics={isWhole ? items : items.slice(0, FEW)} />
        )}
        {items.length > FEW ? (
          <div className="border-t px-3 py-2 print:hidden">
            <Button size="sm" variant="ghost" onClick={() => setIsWhole(!isWhole)}>
              {isWhole ? "Show less" : `Show all ${items.length} metrics`}
            </Button>
          </div>
        ) : null}
        {isTruncated ? (
          <p className="border-t px-4 py-2 text-muted text-xs">More metrics than are shown here.</p>
        ) : null}
        <Aspects metrics={items} />
        {slices.metrics.length === 0 ? (
          <p className="border-t px-4 py-3 text-muted text-sm">
            No metric was recorded by slice: it may do better on the whole and worse on a part.
          </p>
        ) : null}
      </Card>
      {slices.metrics.map((metric) => (
        <SliceTable key={metric.metric} metric={metric} against={`Version ${base.version}`} />
      ))}
    </>
  );
}
