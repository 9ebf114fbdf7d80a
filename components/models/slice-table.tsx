"use client";
import { TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import type { SliceChange, SlicedMetric } from "@/lib/models/rules/compare-values";
import { directionText, MetricDelta } from "./metric-delta";

interface Scale {
  low: number;
  high: number;
}

/** Bars start at zero, or what is twice as long would not be twice as much. */
function scaleOf(metric: SlicedMetric): Scale {
  const values = [metric.overall, ...metric.slices]
    .flatMap((change) => [change?.candidate ?? 0, change?.base ?? 0])
    .filter(Number.isFinite);
  return { low: Math.min(0, ...values), high: Math.max(0, ...values) };
}

const share = (value: number, { low, high }: Scale) =>
  high === low ? 0 : ((value - low) / (high - low)) * 100;

interface BarProps {
  value: number | null;
  base: number | null;
  scale: Scale;
}

/** The value as a length, with a mark where the other version stands. The number beside it says the same. */
function Bar({ value, base, scale }: BarProps) {
  if (value === null || !Number.isFinite(value)) return null;
  const [from, to] = [share(Math.min(0, value), scale), share(Math.max(0, value), scale)];
  return (
    <span aria-hidden="true" className="relative block h-3 w-full min-w-24 rounded-xs bg-sunken">
      <span
        className="absolute inset-y-0 rounded-xs bg-accent"
        style={{ left: `${from}%`, width: `${to - from}%` }}
      />
      {base === null || !Number.isFinite(base) ? null : (
        <span
          className="absolute -inset-y-0.5 w-0.5 bg-fg"
          style={{ left: `min(${share(base, scale)}%, calc(100% - 2px))` }}
        />
      )}
    </span>
  );
}

const head = "whitespace-nowrap px-2 sm:px-3 py-1.5 font-medium text-muted text-xs";
const cell = "whitespace-nowrap border-t px-2 sm:px-3 py-1.5 tabular-nums";

const numberText = (value: number | null) => (value === null ? NO_VALUE : formatNumber(value));

interface RowProps {
  label: string;
  change: Pick<SliceChange, "candidate" | "base"> & SliceChangeLike;
  scale: Scale;
  hasBase: boolean;
  mark?: string | undefined;
  isWhole?: boolean | undefined;
}

type SliceChangeLike = Parameters<typeof MetricDelta>[0]["change"];

function Row({ label, change, scale, hasBase, mark, isWhole = false }: RowProps) {
  return (
    <tr className={cn("hover:bg-hover", isWhole && "bg-sunken font-medium")}>
      <th
        scope="row"
        className="max-w-64 break-words border-t py-1.5 pr-3 pl-4 text-left align-top font-normal"
      >
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className={cn("min-w-0", isWhole && "font-medium")}>{label}</span>
          {mark ? (
            <Badge tone="warning" icon={<TriangleAlert aria-hidden="true" />}>
              {mark}
            </Badge>
          ) : null}
        </span>
      </th>
      <td className={`${cell} text-right`}>{numberText(change.candidate)}</td>
      <td className={`${cell} w-2/5 max-sm:hidden`}>
        <Bar value={change.candidate} base={hasBase ? change.base : null} scale={scale} />
      </td>
      {hasBase ? (
        <>
          <td className={`${cell} text-right text-muted`}>{numberText(change.base)}</td>
          <td className={`${cell} pr-4 text-right`}>
            <MetricDelta change={change} />
          </td>
        </>
      ) : null}
    </tr>
  );
}

const isAt = (place: { dimension: string; value: string } | null, slice: SliceChange) =>
  place?.dimension === slice.dimension && place.value === slice.value;

function markOf(metric: SlicedMetric, slice: SliceChange): string | undefined {
  const marks = [
    ...(isAt(metric.worst, slice) ? ["Worst"] : []),
    ...(isAt(metric.mostWorsened, slice) ? ["Lost most"] : []),
  ];
  return marks.length === 0 ? undefined : marks.join(", ").replace(", L", ", l");
}

interface SliceTableProps {
  metric: SlicedMetric;
  /** What the slices are measured against: "version 3"; null for nothing. */
  against: string | null;
}

/** One metric on each part of the data, beside the same of another version. */
export function SliceTable({ metric, against }: SliceTableProps) {
  const scale = scaleOf(metric);
  const dimensions = [...new Set(metric.slices.map(({ dimension }) => dimension))];
  const hasBase = against !== null;
  return (
    <Card>
      <CardHeader title={metric.metric} description={directionText(metric) || undefined} />
      <ScrollArea label={`${metric.metric} by slice`} className="max-h-140">
        <table className="w-full border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              <th scope="col" className={`${head} pl-4 text-left`}>
                Slice
              </th>
              <th scope="col" className={`${head} text-right`}>
                This version
              </th>
              <td className={`${head} max-sm:hidden`} />
              {hasBase ? (
                <>
                  <th scope="col" className={`${head} text-right`}>
                    {against}
                  </th>
                  <th scope="col" className={`${head} pr-4 text-right`}>
                    Change
                  </th>
                </>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {metric.overall ? (
              <Row
                label="Everything"
                change={metric.overall}
                scale={scale}
                hasBase={hasBase}
                isWhole
              />
            ) : null}
          </tbody>
          {dimensions.map((dimension) => (
            <tbody key={dimension}>
              <tr>
                <th
                  scope="rowgroup"
                  colSpan={hasBase ? 5 : 3}
                  className="border-t px-4 pt-3 pb-1 text-left font-medium text-muted text-xs"
                >
                  {dimension}
                </th>
              </tr>
              {metric.slices
                .filter((slice) => slice.dimension === dimension)
                .map((slice) => (
                  <Row
                    key={slice.value}
                    label={slice.value}
                    change={slice}
                    scale={scale}
                    hasBase={hasBase}
                    mark={markOf(metric, slice)}
                  />
                ))}
            </tbody>
          ))}
        </table>
      </ScrollArea>
      {metric.isTruncated ? (
        <p className="border-t px-4 py-2 text-muted text-xs">
          There are more slices than are shown here.
        </p>
      ) : null}
    </Card>
  );
}
