"use client";
import { useSyncExternalStore } from "react";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { formatDuration, NO_VALUE } from "@/lib/core/format";

const never = () => () => undefined;

/** How long the present attempt took, or has been running. */
export function JobDuration({ job }: { job: Pick<JobDto, "status" | "startedAt" | "endedAt"> }) {
  const isOpen = job.status === "running" && job.endedAt === null;
  const seconds = useSyncExternalStore(
    isOpen ? subscribeClock : never,
    () => (isOpen ? Math.floor(clockNow() / 1000) : 0),
    () => (isOpen ? Math.floor(Date.now() / 1000) : 0),
  );
  const end = isOpen ? seconds * 1000 : job.endedAt;
  if (job.startedAt === null || end === null) return NO_VALUE;
  return <span suppressHydrationWarning>{formatDuration(end - job.startedAt)}</span>;
}
