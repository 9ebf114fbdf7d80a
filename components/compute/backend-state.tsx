"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { BackendDto } from "@/lib/compute/dto/backends";
import { routes } from "@/lib/core/routes";
import { JobStatusBadge } from "./job-status";

/** What came of the last job that was sent there to see whether it works. */
export function LastTest({ backend }: { backend: BackendDto }) {
  const { slug } = useWorkspace();
  const { lastTest } = backend;
  if (!lastTest) return <p className="text-muted text-xs">No test job has run there yet.</p>;
  const note = lastTest.reason ?? lastTest.trouble;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      <JobStatusBadge job={{ status: lastTest.status, cancelRequestedAt: null }} />
      <Link href={routes.job(slug, lastTest.number)} className="text-accent-fg hover:underline">
        Test job {lastTest.number}
      </Link>
      <span className="text-muted">
        <RelativeTime at={lastTest.createdAt} />
      </span>
      {note === null ? null : <span className="w-full break-words text-muted">{note}</span>}
    </div>
  );
}

export function backendState({ isReachable, isEnabled }: BackendDto) {
  if (!isReachable) return { label: "Not allowed", tone: "warning" } as const;
  return isEnabled
    ? ({ label: "Takes jobs", tone: "success" } as const)
    : ({ label: "Switched off", tone: "neutral" } as const);
}
