"use client";
import { ListOrdered } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { QueuedJobDto } from "@/lib/compute/dto/backends";
import { HOLD_WORDS } from "@/lib/compute/rules/queues";
import { routes } from "@/lib/core/routes";

function QueuedItem({ job }: { job: QueuedJobDto }) {
  const { slug } = useWorkspace();
  const { number, name, priority, attempt, dueAt, requestedBy, backend, hold } = job;
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={routes.job(slug, number)}
          className="min-w-0 grow break-words font-medium text-accent-fg text-sm hover:underline"
        >
          {name}
        </Link>
        {priority === 0 ? null : <Badge>priority {priority}</Badge>}
        {attempt === 0 ? null : <Badge>attempt {attempt + 1}</Badge>}
        <span className="shrink-0 text-muted text-sm tabular-nums">
          {hold === "later" ? "due " : "waits since "}
          <RelativeTime at={dueAt} />
        </span>
      </div>
      <p className="break-words text-muted text-xs">
        #{number} · {backend} · {requestedBy} · {HOLD_WORDS[hold]}
      </p>
    </li>
  );
}

/** Jobs that wait, in the order in which they begin, each with what it waits for. */
export function QueueCard({
  jobs,
  isFirstPage,
}: {
  jobs: readonly QueuedJobDto[];
  isFirstPage: boolean;
}) {
  return (
    <Card aria-label="Queue">
      <CardHeader
        title="Queue"
        description="Greater priorities first, then the older; where a backend has no place, those behind go ahead"
      />
      {jobs.length > 0 ? (
        <ul className="divide-y divide-line">
          {jobs.map((job) => (
            <QueuedItem key={job.number} job={job} />
          ))}
        </ul>
      ) : (
        <EmptyState icon={<ListOrdered />} title={isFirstPage ? "No job waits" : "No more jobs"}>
          A job waits here while all places of its backend are taken, and before it is tried again.
        </EmptyState>
      )}
    </Card>
  );
}
