"use client";
import { Cpu } from "lucide-react";
import { useOrigin } from "@/components/models/use-origin";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { NoneOfStatus, StatusFilter, useStatusFilter } from "@/components/ui/status-filter";
import type { BackendDto } from "@/lib/compute/dto/backends";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { JOB_STATUSES } from "@/lib/compute/schema/jobs";
import { jobListParams } from "@/lib/compute/search-params";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { JobDuration } from "./job-duration";
import { JobStatusBadge, STATUS_LABELS } from "./job-status";

function NoJobs({ isAllowed }: { isAllowed: boolean }) {
  const { slug } = useWorkspace();
  const mayLaunch = useCan("job:launch") && isAllowed;
  const origin = useOrigin();
  const code = `curl -X POST ${origin}/api/slipway/v1/workspaces/${slug}/jobs \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"name": "train", "experimentId": 0, "command": ["python", "train.py"]}'`;
  return (
    <EmptyState
      icon={<Cpu />}
      title="No jobs yet"
      snippet={mayLaunch ? { code, language: "Shell" } : undefined}
      className="max-w-180"
    >
      A job is a command that Slipway runs and follows: its log and its run appear here.
      {mayLaunch ? " Launch one with the button above, or from a program." : null}
    </EmptyState>
  );
}

function BackendLine({ backend }: { backend: BackendDto }) {
  const { name, running, queued, maxJobs, isEnabled } = backend;
  const state = isEnabled
    ? `${running} of ${formatPlural(maxJobs, "place")} taken, ${queued} waiting`
    : "switched off in this workspace";
  return (
    <span>
      <span className="font-medium text-fg">{name}</span>: {state}
    </span>
  );
}

/** A job in a list, with its status and where it leads to. */
export function JobItem({ job }: { job: JobDto }) {
  const { slug } = useWorkspace();
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex items-start gap-x-3">
        <JobStatusBadge job={job} />
        <Link
          href={routes.job(slug, job.number)}
          className="min-w-0 grow break-words font-medium text-accent-fg text-sm hover:underline"
        >
          {job.name}
        </Link>
        <span className="shrink-0 text-muted text-sm tabular-nums">
          <JobDuration job={job} />
        </span>
      </div>
      <p className="break-words text-muted text-xs">
        #{job.number} · {job.experimentName} · {job.requestedBy} ·{" "}
        <RelativeTime at={job.createdAt} />
        {job.reason === null ? null : ` · ${job.reason}`}
      </p>
    </li>
  );
}

interface JobListProps {
  jobs: readonly JobDto[];
  backends: readonly BackendDto[];
}

/** Jobs of the workspace, the newest first, and what runs them. */
export function JobList({ jobs, backends }: JobListProps) {
  const filter = useStatusFilter(jobListParams);
  const { status } = filter;
  const isAllowed = backends.some(({ isReachable }) => isReachable);
  return (
    <section aria-label="Jobs" className="grid gap-3">
      <RefreshOnChange topics={["jobs"]} />
      {isAllowed ? null : (
        <Callout title="This server runs no jobs">
          Jobs are commands that run with the rights of the server, so whoever operates it has to
          allow them: by the variable <code className="font-mono">LOCAL_JOBS</code>, which says how
          many may run at once.
        </Callout>
      )}
      <StatusFilter filter={filter} statuses={JOB_STATUSES} labels={STATUS_LABELS} what="jobs">
        {isAllowed ? (
          <p className="text-muted text-sm">
            {backends.map((backend) => (
              <BackendLine key={backend.id} backend={backend} />
            ))}
          </p>
        ) : null}
      </StatusFilter>
      <Card>
        {jobs.length > 0 ? (
          <ul className="divide-y divide-line">
            {jobs.map((job) => (
              <JobItem key={job.number} job={job} />
            ))}
          </ul>
        ) : status === null ? (
          <NoJobs isAllowed={isAllowed} />
        ) : (
          <NoneOfStatus
            icon={<Cpu />}
            label={STATUS_LABELS[status]}
            what="jobs"
            onShowAll={() => filter.narrow(null)}
          />
        )}
      </Card>
    </section>
  );
}
