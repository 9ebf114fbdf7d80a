"use client";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { routes } from "@/lib/core/routes";
import { LogView } from "./log-view";
import { useJobLog } from "./use-job-log";

function emptyText(job: JobDto): string {
  if (job.status === "queued") return "It has not started yet.";
  return job.endedAt === null ? "Nothing was printed yet." : "It printed nothing.";
}

/** What a job prints, as it prints it. Its last lines are shown before the page is drawn as that of a job that is over. */
export function JobLog({ job }: { job: JobDto }) {
  const { slug } = useWorkspace();
  const { log, isRead, problem, readToEnd } = useJobLog(job.number);
  return (
    <>
      {/* One that waits, waits for others, and prints nothing. */}
      {job.status === "queued" ? (
        <RefreshOnChange topics={["jobs"]} />
      ) : (
        <RefreshOnChange topics={[`job:${job.number}`]} after={readToEnd} />
      )}
      <LogView
        printed={log.printed}
        isRead={isRead}
        problem={problem}
        onRetry={() => void readToEnd()}
        file={routes.jobLogFile(slug, job.number)}
        emptyText={emptyText(job)}
      />
    </>
  );
}
