import { cn } from "@/components/ui/class-names";
import { formatShare } from "@/lib/deployments/rules/plans";
import { ALL_TRAFFIC } from "@/lib/deployments/schema/traffic";

export interface TrafficPart {
  revision: number;
  /** "churn 3": what it serves. */
  title: string;
  weight: number;
  shadowShare: number;
}

/** Shades by place, so that neighbours differ; what each is stands in words below. */
const SHADES = ["bg-accent", "bg-accent-line", "bg-muted", "bg-line-strong"] as const;
const shadeOf = (index: number) => SHADES[index % SHADES.length];

/** Who answers how much of the traffic, drawn and in words. */
export function TrafficBar({ parts }: { parts: readonly TrafficPart[] }) {
  const answering = parts.filter(({ weight }) => weight > 0);
  const shadows = parts.filter(({ shadowShare }) => shadowShare > 0);
  return (
    <div className="grid gap-1">
      <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-full bg-sunken">
        {answering.map(({ revision, weight }, index) => (
          <div
            key={revision}
            className={shadeOf(index)}
            style={{ width: `${(weight * 100) / ALL_TRAFFIC}%` }}
          />
        ))}
      </div>
      <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
        {answering.map(({ revision, title, weight }, index) => (
          <li key={revision} className="flex min-w-0 items-center gap-1.5">
            <span
              aria-hidden="true"
              className={cn("size-2 shrink-0 rounded-full", shadeOf(index))}
            />
            <span className="min-w-0 break-words text-fg">
              {title} <span className="text-muted">r{revision}</span>
            </span>
            <span className="text-muted tabular-nums">{formatShare(weight)}</span>
          </li>
        ))}
        {shadows.map(({ revision, title, shadowShare }) => (
          <li key={`shadow ${revision}`} className="text-muted">
            {title} r{revision} shadows {formatShare(shadowShare)}
          </li>
        ))}
      </ul>
    </div>
  );
}
