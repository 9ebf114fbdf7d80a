"use client";
import {
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  HeartPulse,
  LoaderCircle,
} from "lucide-react";
import { useSyncExternalStore } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import { type RunState, type RunStatus, stateOf } from "@/lib/runs/rules";

interface StateLook {
  label: string;
  tone: Tone;
  Icon: typeof CircleCheck;
  /** What it means, where the word alone does not say it. */
  hint?: string;
}

export const RUN_STATE_LOOKS: Readonly<Record<RunState, StateLook>> = {
  RUNNING: { label: "Running", tone: "info", Icon: LoaderCircle },
  SCHEDULED: { label: "Scheduled", tone: "neutral", Icon: CircleDashed },
  FINISHED: { label: "Finished", tone: "success", Icon: CircleCheck },
  FAILED: { label: "Failed", tone: "danger", Icon: CircleX },
  KILLED: { label: "Killed", tone: "warning", Icon: CircleSlash },
  HEARTBEAT_LOST: {
    label: "Heartbeat lost",
    tone: "warning",
    Icon: HeartPulse,
    hint: "It says it is running, but has written nothing for more than five minutes. The process may have died.",
  },
};

/** A run's state as of now: a running run turns into one that lost its heartbeat under one's eyes. */
export function useRunState(status: RunStatus, lastActivityAt: number): RunState {
  return useSyncExternalStore(
    subscribeClock,
    () => stateOf(status, lastActivityAt, clockNow()),
    () => stateOf(status, lastActivityAt, Date.now()),
  );
}

interface RunStateBadgeProps {
  status: RunStatus;
  lastActivityAt: number;
}

export function RunStateBadge({ status, lastActivityAt }: RunStateBadgeProps) {
  const state = useRunState(status, lastActivityAt);
  const { label, tone, Icon, hint } = RUN_STATE_LOOKS[state];
  return (
    <Badge
      tone={tone}
      title={hint}
      icon={
        <Icon aria-hidden="true" className={state === "RUNNING" ? "animate-spin" : undefined} />
      }
    >
      {label}
    </Badge>
  );
}
