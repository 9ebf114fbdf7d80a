"use client";
import { useSyncExternalStore } from "react";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import { formatDuration, NO_VALUE } from "@/lib/core/format";
import { type RunStatus, stateOf } from "@/lib/runs/rules";

interface RunDurationProps {
  status: RunStatus;
  startTime: number;
  endTime: number | null;
  lastActivityAt: number;
}

const never = () => () => undefined;

/** How long a run took; while it runs, how long it has been running; when it fell silent, until then. */
export function RunDuration({ status, startTime, endTime, lastActivityAt }: RunDurationProps) {
  const isOpen = endTime === null && status === "RUNNING";
  // Only a running run is told the time: a table holds many that are done.
  const seconds = useSyncExternalStore(
    isOpen ? subscribeClock : never,
    () => (isOpen ? Math.floor(clockNow() / 1000) : 0),
    () => (isOpen ? Math.floor(Date.now() / 1000) : 0),
  );
  if (startTime === 0) return <span className="text-subtle">{NO_VALUE}</span>;
  if (endTime !== null) return formatDuration(endTime - startTime);
  if (!isOpen) return <span className="text-subtle">{NO_VALUE}</span>;
  const now = seconds * 1000;
  const isSilent = stateOf(status, lastActivityAt, now) === "HEARTBEAT_LOST";
  return (
    <span suppressHydrationWarning>
      {formatDuration((isSilent ? lastActivityAt : now) - startTime)}
    </span>
  );
}
