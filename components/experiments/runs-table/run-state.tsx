"use client";
import { useSyncExternalStore } from "react";
import { RUN_STATE_LOOKS } from "@/components/runs/run-state-badge";
import type { Tone } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import { type RunStatus, stateOf } from "@/lib/runs/rules";

/** A silent run is noticed within this time; rows need not be looked at every second for it. */
const NOTICE_MS = 15_000;

const TONES: Readonly<Record<Tone, string>> = {
  neutral: "text-neutral-fg",
  info: "text-info-fg",
  success: "text-success-fg",
  warning: "text-warning-fg",
  danger: "text-danger-fg",
  accent: "text-accent-fg",
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
  const state = stateOf(status, lastActivityAt, now);
  const { label, tone, Icon } = RUN_STATE_LOOKS[state];
  return (
    <span
      className={cn("inline-flex shrink-0 items-center gap-1.5", TONES[tone])}
      title={hasLabel ? undefined : label}
      suppressHydrationWarning
    >
      {state === "RUNNING" ? (
        <span aria-hidden="true" className="relative grid size-3.5 place-items-center">
          <span className="absolute size-3.5 animate-pulse-soft rounded-full bg-info-line" />
          <span className="relative size-2 rounded-full bg-info-fg" />
        </span>
      ) : (
        <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      )}
      <span className={cn(!hasLabel && "sr-only")}>{label}</span>
    </span>
  );
}
