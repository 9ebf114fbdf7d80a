import { cn } from "@/components/ui/class-names";
import type { TrafficFiguresDto } from "@/lib/deployments/dto/traffic";
import { formatErrorRate, formatMs, formatRate } from "@/lib/deployments/rules/traffic-words";

/** What was asked in the last minutes, and how it was answered. */
export function TrafficFigures({ traffic }: { traffic: TrafficFiguresDto }) {
  const { requestsPerSecond, p50Ms, p99Ms, errorRate } = traffic;
  const figures = [
    { term: "Requests", value: formatRate(requestsPerSecond) },
    { term: "p50", value: formatMs(p50Ms) },
    { term: "p99", value: formatMs(p99Ms) },
    { term: "Errors", value: formatErrorRate(errorRate), isBad: (errorRate ?? 0) > 0 },
  ];
  return (
    <dl className="grid grid-cols-4 gap-x-3 text-xs tabular-nums">
      {figures.map(({ term, value, isBad }) => (
        <div key={term} className="min-w-0 xl:text-right">
          <dt className="text-muted">{term}</dt>
          <dd className={cn("whitespace-nowrap text-sm", isBad && "font-medium text-danger-fg")}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
