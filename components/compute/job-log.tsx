"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { routes } from "@/lib/core/routes";
import { LogView } from "./log-view";
import { useJobLog } from "./use-job-log";

function emptyText(job: JobDto): string {
  if (job.status === "queued") return "It has not started yet.";
  return job.endedAt === null ? "Nothing was printed yet." : "It printed nothing.";
}

/** What a job prints, as it prints it. */
export function JobLog({ job }: { job: JobDto }) {
  const { slug } = useWorkspace();
  const { log, isRead, problem, retry } = useJobLog(job.number);
  return (
    <LogView
      printed={log.printed}
      isRead={isRead}
      problem={problem}
      onRetry={retry}
      file={routes.jobLogFile(slug, job.number)}
      emptyText={emptyText(job)}
    />
  );
}
