"use client";
import { cn } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/tooltip";
import type { ConnectionState } from "./live-feed";

const STATES: Record<ConnectionState, { label: string; meaning: string; dot: string }> = {
  live: {
    label: "Live",
    meaning: "Changes appear by themselves.",
    dot: "bg-success-fg",
  },
  connecting: {
    label: "Connecting…",
    meaning: "Waiting for the server. What you see may be some seconds old.",
    dot: "bg-warning-fg animate-pulse-soft",
  },
  polling: {
    label: "Polling",
    meaning: "The live connection is broken, so screens ask again every 5 s.",
    dot: "bg-warning-fg",
  },
};

interface ConnectionBadgeProps {
  state: ConnectionState;
  collapsed: boolean;
}

/** How the screen follows what happens. */
export function ConnectionBadge({ state, collapsed }: ConnectionBadgeProps) {
  const { label, meaning, dot } = STATES[state];
  return (
    <Tooltip content={collapsed ? `${label}. ${meaning}` : meaning} side="right">
      <div
        role="status"
        className={cn(
          "flex h-6 items-center gap-2.5 px-2 text-muted text-xs",
          collapsed && "w-control justify-center px-0",
        )}
      >
        <span className="grid w-4 shrink-0 place-items-center">
          <span aria-hidden="true" className={cn("size-1.5 rounded-full", dot)} />
        </span>
        <span className={cn(collapsed && "sr-only")}>{label}</span>
      </div>
    </Tooltip>
  );
}
