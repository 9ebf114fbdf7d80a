"use client";
import { useState } from "react";
import { searchColumns } from "@/components/tables/column-search";
import { Link } from "@/components/ui/link";
import { ScrollArea } from "@/components/ui/scroll-area";
import { SearchInput } from "@/components/ui/search-input";
import { formatCount, formatNumber } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { MetricSummaryDto } from "@/lib/runs/dto/metrics";

interface MetricSummariesProps {
  workspace: string;
  runUuid: string;
  metrics: readonly MetricSummaryDto[];
  /** How high it may grow before it scrolls. */
  className?: string | undefined;
}

const SEARCHED_FROM = 9;
const head = "sticky top-0 border-b bg-sunken px-3 py-1.5 font-medium text-muted text-xs";
const numberHead = `${head} text-right`;
const cell = "whitespace-nowrap border-b px-3 py-1.5 text-right";

/** What each metric came to; its name leads to its chart. */
export function MetricSummaries({ workspace, runUuid, metrics, className }: MetricSummariesProps) {
  const [search, setSearch] = useState("");
  const { found, problem } = searchColumns(metrics, search, ({ key }) => key);
  return (
    <div className="grid min-w-0">
      {metrics.length >= SEARCHED_FROM ? (
        <div className="flex items-center gap-2 border-b px-3 py-2">
          <SearchInput
            label="Search metrics"
            placeholder="Search, or /regex/"
            value={search}
            onChange={setSearch}
            className="grow"
          />
          <span role="status" className="whitespace-nowrap text-muted text-xs">
            {problem ?? `${formatCount(found.length)} of ${formatCount(metrics.length)}`}
          </span>
        </div>
      ) : null}
      <ScrollArea label="Metrics" className={className}>
        <table className="w-full border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              <th scope="col" className={`${head} pl-4 text-left`}>
                Metric
              </th>
              <th scope="col" className={numberHead}>
                Last
              </th>
              <th scope="col" className={numberHead}>
                Min
              </th>
              <th scope="col" className={numberHead}>
                Max
              </th>
              <th scope="col" className={numberHead}>
                Last step
              </th>
              <th scope="col" className={numberHead}>
                Points
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((metric) => (
              <tr key={metric.key} className="hover:bg-hover">
                <th
                  scope="row"
                  className="max-w-72 border-b pr-3 pl-4 py-1.5 text-left font-normal"
                >
                  <Link
                    href={routes.runChart(workspace, runUuid, metric.key)}
                    className="block truncate rounded-xs hover:text-accent-fg hover:underline"
                    title={metric.key}
                  >
                    {metric.key}
                  </Link>
                </th>
                <td className={`${cell} font-medium`}>{formatNumber(metric.last)}</td>
                <Extreme value={metric.min} step={metric.minStep} />
                <Extreme value={metric.max} step={metric.maxStep} />
                <td className={`${cell} text-muted`}>{formatCount(metric.lastStep)}</td>
                <td className={`${cell} text-muted`}>{formatCount(metric.points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </div>
  );
}

function Extreme({ value, step }: { value: number; step: number }) {
  return (
    <td className={cell}>
      {formatNumber(value)} <span className="text-subtle text-xs">@ {formatCount(step)}</span>
    </td>
  );
}
