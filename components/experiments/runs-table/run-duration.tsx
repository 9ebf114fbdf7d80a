"use client";
import { useSyncExternalStore } from "react";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import { formatDuration, NO_VALUE } from "@/lib/core/format";
import type { RunRowDto } from "@/lib/runs/dto";

type Timed = Pick<RunRowDto, "startTime" | "endTime" | "status" | "lastActivityAt">;

const never = () => () => undefined;

/** How long a run took, or has been going on. */
export function RunDuration({ run }: { run: Timed }) {
  const isOpen = run.endTime === null && run.status === "RUNNING";
  const now = useSyncExternalStore(isOpen ? subscribeClock : never, clockNow, Date.now);
  const until = run.endTime ?? (isOpen ? now : run.lastActivityAt);
  if (run.startTime === 0) return <span className="text-subtle">{NO_VALUE}</span>;
  return <span suppressHydrationWarning>{formatDuration(until - run.startTime)}</span>;
}
