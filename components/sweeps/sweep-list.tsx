"use client";
import { Grid2x2 } from "lucide-react";
import { useOrigin } from "@/components/models/use-origin";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { NoneOfStatus, StatusFilter, useStatusFilter } from "@/components/ui/status-filter";
import { formatNumber } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { SweepDto } from "@/lib/sweeps/dto";
import { SWEEP_STATUSES } from "@/lib/sweeps/schema";
import { sweepListParams } from "@/lib/sweeps/search-params";
import { STATUS_LABELS, SweepProgress, SweepStatusBadge } from "./sweep-status";

function NoSweeps() {
  const { slug } = useWorkspace();
  const mayLaunch = useCan("job:launch");
  const origin = useOrigin();
  const code = `curl -X POST ${origin}/api/slipway/v1/workspaces/${slug}/sweeps \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"name": "rates", "search": {"kind": "grid"}, "maxParallel": 2,
       "space": {"rate": {"values": [0.1, 0.01, 0.001]}},
       "launch": {"experimentId": 0, "command": ["python", "train.py", "--rate", "{{ rate }}"]}}'`;
  return (
    <EmptyState
      icon={<Grid2x2 />}
      title="No sweeps yet"
      snippet={mayLaunch ? { code, language: "Shell" } : undefined}
      className="max-w-180"
    >
      A sweep tries values of parameters, with one job for each combination, and says which was the
      best.
    </EmptyState>
  );
}

function bestText({ best, metric }: SweepDto): string {
  if (!best || !metric || best.value === null) return "";
  return ` · best ${metric.key} ${formatNumber(best.value)}`;
}

function SweepItem({ sweep }: { sweep: SweepDto }) {
  const { slug } = useWorkspace();
  return (
    <li className="grid gap-1.5 px-4 py-3">
      <div className="flex items-start gap-x-3">
        <SweepStatusBadge sweep={sweep} />
        <Link
          href={routes.sweep(slug, sweep.number)}
          className="min-w-0 grow break-words font-medium text-accent-fg text-sm hover:underline"
        >
          {sweep.name}
        </Link>
      </div>
      <SweepProgress counts={sweep.counts} />
      <p className="break-words text-muted text-xs">
        #{sweep.number} · {sweep.experimentName} · {sweep.requestedBy} ·{" "}
        <RelativeTime at={sweep.createdAt} />
        {bestText(sweep)}
      </p>
    </li>
  );
}

/** Sweeps of the workspace, the newest first. */
export function SweepList({ sweeps }: { sweeps: readonly SweepDto[] }) {
  const filter = useStatusFilter(sweepListParams);
  const { status } = filter;
  const isMoving = sweeps.some(({ endedAt }) => endedAt === null);
  return (
    <section aria-label="Sweeps" className="grid gap-3">
      <RefreshOnChange topics={isMoving ? ["sweeps", "jobs"] : ["sweeps"]} />
      <StatusFilter
        filter={filter}
        statuses={SWEEP_STATUSES}
        labels={STATUS_LABELS}
        what="sweeps"
      />
      <Card>
        {sweeps.length > 0 ? (
          <ul className="divide-y divide-line">
            {sweeps.map((sweep) => (
              <SweepItem key={sweep.number} sweep={sweep} />
            ))}
          </ul>
        ) : status === null ? (
          <NoSweeps />
        ) : (
          <NoneOfStatus
            icon={<Grid2x2 />}
            label={STATUS_LABELS[status]}
            what="sweeps"
            onShowAll={() => filter.narrow(null)}
          />
        )}
      </Card>
    </section>
  );
}
