"use client";
import { type PointerEvent, useSyncExternalStore } from "react";
import { clockNow, subscribeClock } from "@/components/ui/clock";
import { formatDateTime, formatRelative, NO_VALUE } from "@/lib/core/format";

/** Written when it is asked for: a screen holds hundreds of these, and naming a moment in a time zone is slow. */
function showMoment(event: PointerEvent<HTMLElement>): void {
  const at = Number(event.currentTarget.dataset.at);
  event.currentTarget.title = formatDateTime(at, Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** "3 min ago" in a cell, the moment on hover. Lighter than RelativeTime, which has a tooltip of its own. */
export function CellTime({ at }: { at: number | null }) {
  const text = useSyncExternalStore(
    subscribeClock,
    () => (at === null ? NO_VALUE : formatRelative(at, clockNow())),
    () => (at === null ? NO_VALUE : formatRelative(at, Date.now())),
  );
  if (at === null) return <span className="text-subtle">{NO_VALUE}</span>;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      data-at={at}
      onPointerEnter={showMoment}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
