"use client";
import { useSyncExternalStore } from "react";
import { RUN_STATE_LOOKS } from "@/components/runs/run-state-badge";
import type { Tone } from "@/components/ui/badge";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import { type RunStatus, stateOf } from "@/lib/runs/rules";

/** A silent run is noticed within this time; rows need not be looked at every second for it. */
const NOTICE_MS = 15_000;

const LOOK_STYLES: Readonly<Record<Tone, string>> = {
  neutral: "inline-flex shrink-0 items-center gap-1.5 text-neutral-fg",
  info: "inline-flex shrink-0 items-center gap-1.5 text-info-fg",
  success: "inline-flex shrink-0 items-center gap-1.5 text-success-fg",
  warning: "inline-flex shrink-0 items-center gap-1.5 text-warning-fg",
  danger: "inline-flex shrink-0 items-center gap-1.5 text-danger-fg",
  accent: "inline-flex shrink-0 items-center gap-1.5 text-accent-fg",
};

interface RunStateProps {
  status: RunStatus;
  lastActivityAt: number;
  /** With its word beside it, not only for screen readers. */
  hasLabel?: boolean | undefined;
}

const never = () => () => undefined;
const zero = () => 0;

function coarseNow(): number {
  return Math.floor(clockNow() / NOTICE_MS) * NOTICE_MS;
}

/** How a run is doing: by shape and by word, never by colour alone. */
export function RunState({ status, lastActivityAt, hasLabel = false }: RunStateProps) {
  // Only a run that is going on is told the time: a table holds many that are done.
  const isOpen = status === "RUNNING";
  const now = useSyncExternalStore(
    isOpen ? subscribeClock : never,
    isOpen ? coarseNow : zero,
    isOpen ? Date.now : zero,
  );
  const state = stateOf(status, lastActivityAt, now);
  const { label, tone, Icon } = RUN_STATE_LOOKS[state];
  return (
    <span
      className={LOOK_STYLES[tone]}
      title={hasLabel ? undefined : label}
      {...(hasLabel ? {} : { role: "img", "aria-label": label })}
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
      {hasLabel ? label : null}
    </span>
  );
}
