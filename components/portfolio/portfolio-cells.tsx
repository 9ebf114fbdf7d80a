import {
  Activity,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Hourglass,
  Target,
} from "lucide-react";
import { type Look, LookBadge } from "@/components/approvals/look-badge";
import { SeverityBadge } from "@/components/incidents/incident-looks";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatCompact, formatNumber, NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { formatErrorRate, formatMs } from "@/lib/deployments/rules/traffic-words";
import type { PerformanceVerdict } from "@/lib/monitors/schema/performance";
import type { PortfolioDriftDto, PortfolioItemDto } from "@/lib/portfolio/dto/portfolio";
import { DayBars } from "./day-bars";

interface CellProps {
  workspace: string;
  item: PortfolioItemDto;
}

const linkStyles = "text-accent-fg hover:underline";
const quiet = "text-muted text-xs";

const unknown = (
  <span className="text-subtle" title="You may not read it">
    {NO_VALUE}
  </span>
);

export function TrafficCell({ item: { days, requestsPerDay, errorRate, p99Ms } }: CellProps) {
  return (
    <span className="grid justify-items-start gap-1">
      <span className="flex items-end gap-2">
        <DayBars days={days} />
        <span className="whitespace-nowrap text-sm tabular-nums">
          {formatCompact(Math.round(requestsPerDay))}/day
        </span>
      </span>
      <span className={cn(quiet, "tabular-nums")}>
        <span className={cn((errorRate ?? 0) > 0 && "font-medium text-danger-fg")}>
          Errors {formatErrorRate(errorRate)}
        </span>
        {" · "}p99 {formatMs(p99Ms)}
      </span>
    </span>
  );
}

const PERFORMANCE_LOOKS: Readonly<Record<PerformanceVerdict, Look>> = {
  met: { label: "Target met", tone: "success", Icon: Target },
  missed: { label: "Target missed", tone: "danger", Icon: CircleX },
  measured: { label: "No limit known", tone: "neutral", Icon: CircleDashed },
  waiting: { label: "Waiting for labels", tone: "neutral", Icon: Hourglass },
  unlabelled: { label: "No labels came", tone: "warning", Icon: CircleDashed },
  too_few: { label: "Too few labels", tone: "neutral", Icon: CircleDashed },
};

export function PerformanceCell({ workspace, item: { performance } }: CellProps) {
  if (performance === null) return unknown;
  const { state, monitorId, metric, value, isEstimated, limit } = performance;
  if (state === "no_target" || monitorId === null)
    return <span className={quiet}>No target set</span>;
  return (
    <span className="grid justify-items-start gap-1">
      <Link href={routes.monitor(workspace, monitorId)} className="inline-flex max-w-full">
        <LookBadge look={PERFORMANCE_LOOKS[state]} />
      </Link>
      {metric === null || value === null ? null : (
        <span className={cn(quiet, "tabular-nums")}>
          {metric.replaceAll("_", " ")} {formatNumber(value, 3)}
          {isEstimated ? " estimated" : ""}
          {limit === null ? "" : `, limit ${formatNumber(limit, 3)}`}
        </span>
      )}
    </span>
  );
}

const DRIFT_LOOKS: Readonly<Record<PortfolioDriftDto["verdict"], Look>> = {
  drifted: { label: "Drifted", tone: "warning", Icon: Activity },
  stable: { label: "Stable", tone: "neutral", Icon: CircleCheck },
  too_few: { label: "Too few rows", tone: "neutral", Icon: CircleDashed },
  waiting: { label: "Nothing judged", tone: "neutral", Icon: CircleDashed },
  unwatched: { label: "Not watched", tone: "neutral", Icon: CircleSlash },
};

export function DriftCell({ workspace, item: { drift } }: CellProps) {
  if (drift === null) return unknown;
  const { verdict, monitorId, at, driftedAt } = drift;
  const badge = <LookBadge look={DRIFT_LOOKS[verdict]} />;
  const isOver = verdict !== "drifted" && driftedAt !== null;
  return (
    <span className="grid justify-items-start gap-1">
      {monitorId === null ? (
        badge
      ) : (
        <Link href={routes.monitor(workspace, monitorId)} className="inline-flex">
          {badge}
        </Link>
      )}
      {at === null ? null : (
        <span className={quiet}>
          {isOver ? "drifted " : ""}
          <RelativeTime at={isOver ? driftedAt : at} />
        </span>
      )}
    </span>
  );
}

export function IncidentsCell({ workspace, item: { incidents } }: CellProps) {
  if (incidents === null) return <span className={quiet}>None open</span>;
  const { count, number, openedAt, severity } = incidents;
  return (
    <span className="grid justify-items-start gap-1">
      <Link
        href={routes.incident(workspace, number)}
        className="inline-flex items-center gap-1.5 text-sm hover:underline"
      >
        <SeverityBadge severity={severity} />
        <span className="text-accent-fg tabular-nums">#{number}</span>
      </Link>
      <span className={quiet}>
        {count > 1 ? `${count}, the oldest ` : "opened "}
        <RelativeTime at={openedAt} />
      </span>
    </span>
  );
}

export function ApprovalCell({ workspace, item: { approval } }: CellProps) {
  if (approval === null) return <span className={quiet}>None on record</span>;
  const { request, at, by, validUntil, isLapsed } = approval;
  return (
    <span className="grid gap-0.5 text-sm">
      <span className="min-w-0 break-words">
        <Link href={routes.approval(workspace, request)} className={linkStyles}>
          <RelativeTime at={at} />
        </Link>
        {by.length === 0 ? null : ` by ${by.join(", ")}`}
      </span>
      {validUntil === null ? null : (
        <span className={cn(quiet, isLapsed && "font-medium text-danger-fg")}>
          {isLapsed ? "lapsed " : "to renew "}
          <RelativeTime at={validUntil} />
        </span>
      )}
    </span>
  );
}
