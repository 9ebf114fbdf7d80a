"use client";
import { CircleDashed, Trophy } from "lucide-react";
import { useQueryState } from "nuqs";
import { JobDuration } from "@/components/compute/job-duration";
import { JobStatusBadge } from "@/components/compute/job-status";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { ScrollArea } from "@/components/ui/scroll-area";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { SweepDto, TrialDto } from "@/lib/sweeps/dto";
import { sweepParams } from "@/lib/sweeps/search-params";

const head = "whitespace-nowrap px-3 py-1.5 font-medium text-muted text-xs";
const cell = "whitespace-nowrap border-t px-3 py-1.5 tabular-nums";

const valueText = (value: string | number | boolean | undefined): string =>
  typeof value === "number" ? formatNumber(value) : String(value ?? NO_VALUE);

function TrialStatus({ trial }: { trial: TrialDto }) {
  const { status, startedAt, endedAt } = trial;
  if (status === "waiting") return <Badge icon={<CircleDashed aria-hidden="true" />}>No job</Badge>;
  return (
    <span className="inline-flex items-center gap-2" title={trial.reason ?? undefined}>
      <JobStatusBadge job={{ status }} />
      <span className="text-muted text-xs">
        <JobDuration job={{ status, startedAt, endedAt }} />
      </span>
    </span>
  );
}

interface RowProps {
  trial: TrialDto;
  names: readonly string[];
  hasMetric: boolean;
  isBest: boolean;
}

function TrialRow({ trial, names, hasMetric, isBest }: RowProps) {
  const { slug } = useWorkspace();
  const link = "text-accent-fg hover:underline";
  return (
    <tr className={cn("hover:bg-hover", isBest && "bg-sunken")}>
      <th scope="row" className={cn(cell, "text-left font-normal")}>
        <span className="inline-flex items-center gap-1.5">
          #{trial.index}
          {isBest ? (
            <Badge tone="success" icon={<Trophy aria-hidden="true" />}>
              Best
            </Badge>
          ) : null}
        </span>
      </th>
      {names.map((name) => (
        <td
          key={name}
          title={String(trial.parameters[name])}
          className={cn(cell, "max-w-60 truncate")}
        >
          {valueText(trial.parameters[name])}
        </td>
      ))}
      {hasMetric ? (
        <td className={cn(cell, "text-right font-medium")}>
          {trial.value === null ? NO_VALUE : formatNumber(trial.value)}
        </td>
      ) : null}
      <td className={cell}>
        <TrialStatus trial={trial} />
      </td>
      <td className={cell}>
        {trial.job === null || trial.runUuid === null ? (
          NO_VALUE
        ) : (
          <span className="inline-flex gap-3">
            <Link href={routes.run(slug, trial.runUuid)} className={link}>
              Run
            </Link>
            <Link href={routes.job(slug, trial.job)} className={link}>
              Job {trial.job}
            </Link>
          </span>
        )}
      </td>
    </tr>
  );
}

function OrderChoice() {
  const [sort, setSort] = useQueryState(
    "sort",
    sweepParams.sort.withOptions({ shallow: false, history: "push" }),
  );
  const [, setAfter] = useQueryState("after", sweepParams.after.withOptions({ shallow: false }));
  return (
    <ToggleGroup
      label="Order"
      size="sm"
      options={[
        { value: "best", label: "Best first" },
        { value: "index", label: "As tried" },
      ]}
      value={sort}
      onChange={(value) => {
        void setAfter(null);
        void setSort(value);
      }}
    />
  );
}

interface TrialTableProps {
  sweep: SweepDto;
  trials: readonly TrialDto[];
}

/** The combinations of a sweep, with what became of each. */
export function TrialTable({ sweep, trials }: TrialTableProps) {
  const names = Object.keys(sweep.space).sort();
  const { metric, best } = sweep;
  return (
    <Card>
      <CardHeader title="Trials" actions={metric === null ? null : <OrderChoice />} />
      {trials.length === 0 ? (
        <EmptyState title="No trials here">This page of them is empty.</EmptyState>
      ) : (
        <ScrollArea label="Trials">
          <table className="w-full text-sm">
            <thead>
              <tr className="text-left">
                <th scope="col" className={head}>
                  Trial
                </th>
                {names.map((name) => (
                  <th key={name} scope="col" className={head}>
                    {name}
                  </th>
                ))}
                {metric === null ? null : (
                  <th scope="col" className={cn(head, "text-right")}>
                    {metric.key}
                  </th>
                )}
                <th scope="col" className={head}>
                  Status
                </th>
                <th scope="col" className={head}>
                  Opens
                </th>
              </tr>
            </thead>
            <tbody>
              {trials.map((trial) => (
                <TrialRow
                  key={trial.index}
                  trial={trial}
                  names={names}
                  hasMetric={metric !== null}
                  isBest={trial.index === best?.index}
                />
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </Card>
  );
}
