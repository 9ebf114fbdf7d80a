"use client";
import {
  CircleCheck,
  CircleSlash,
  CircleX,
  Clock,
  HeartCrack,
  type LucideIcon,
} from "lucide-react";
import { useSyncExternalStore } from "react";
import { cn } from "@/components/ui/class-names";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import { type RunStatus, type RunState as State, stateOf } from "@/lib/runs/rules";

/** A silent run is noticed within this time; rows need not be looked at every second for it. */
const NOTICE_MS = 15_000;

interface Look {
  label: string;
  tone: string;
  icon: LucideIcon | null;
}

export const RUN_STATES: Readonly<Record<State, Look>> = {
  RUNNING: { label: "Running", tone: "text-info-fg", icon: null },
  SCHEDULED: { label: "Scheduled", tone: "text-neutral-fg", icon: Clock },
  FINISHED: { label: "Finished", tone: "text-success-fg", icon: CircleCheck },
  FAILED: { label: "Failed", tone: "text-danger-fg", icon: CircleX },
  KILLED: { label: "Killed", tone: "text-warning-fg", icon: CircleSlash },
  HEARTBEAT_LOST: { label: "Heartbeat lost", tone: "text-warning-fg", icon: HeartCrack },
};

interface RunStateProps {
  status: RunStatus;
  lastActivityAt: number;
  /** With its word beside it, not only for screen readers. */
  hasLabel?: boolean | undefined;
}

function coarseNow(): number {
  return Math.floor(clockNow() / NOTICE_MS) * NOTICE_MS;
}

/** How a run is doing: by shape and by word, never by colour alone. */
export function RunState({ status, lastActivityAt, hasLabel = false }: RunStateProps) {
  const now = useSyncExternalStore(subscribeClock, coarseNow, Date.now);
  const { label, tone, icon: Icon } = RUN_STATES[stateOf(status, lastActivityAt, now)];
  return (
    <span
      className={cn("inline-flex shrink-0 items-center gap-1.5", tone)}
      title={hasLabel ? undefined : label}
      suppressHydrationWarning
    >
      {Icon ? (
        <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      ) : (
        <span aria-hidden="true" className="relative grid size-3.5 place-items-center">
          <span className="absolute size-3 animate-pulse-soft rounded-full bg-info-bg" />
          <span className="size-2 rounded-full bg-info-fg" />
        </span>
      )}
      <span className={cn(!hasLabel && "sr-only")}>{label}</span>
    </span>
  );
}
