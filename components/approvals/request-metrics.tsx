"use client";
import { useState } from "react";
import { SliceTable } from "@/components/models/slice-table";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ASPECTS, type AspectKey, aspectLabel, ofAspect } from "@/lib/approvals/rules/aspects";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import type { VersionComparisonDto } from "@/lib/models/dto/comparison";
import type { MetricChange } from "@/lib/models/rules/compare-values";
import { comparisonHeads } from "./comparison-heads";
import { MetricMove, MetricTable } from "./metric-table";

const FEW = 12;
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

function Aspect({ aspect, metrics }: { aspect: AspectKey; metrics: readonly MetricChange[] }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{aspectLabel(aspect)}</dt>
      {metrics.length === 0 ? <dd className="text-muted">Not recorded</dd> : null}
      {metrics.map((change) => (
        <dd key={change.key} className="flex flex-wrap items-center gap-x-2 tabular-nums">
          <span className="min-w-0 break-all">{change.key}</span>{" "}
          {change.candidate === null ? NO_VALUE : formatNumber(change.candidate)}
          <MetricMove change={change} />
        </dd>
      ))}
    </div>
  );
}

function Aspects({ metrics }: { metrics: readonly MetricChange[] }) {
  return (
    <dl
      aria-label="Besides how good it is"
      className="grid gap-x-6 gap-y-2 border-t px-4 py-3 text-sm sm:grid-cols-2 xl:grid-cols-3"
    >
      {ASPECTS.map((aspect) => (
        <Aspect
          key={aspect}
          aspect={aspect}
          metrics={ofAspect(aspect, metrics, ({ key }) => key)}
        />
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
          <MetricTable
            label="Metrics of both versions"
            heads={comparisonHeads(comparison)}
            metrics={isWhole ? items : items.slice(0, FEW)}
          />
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
