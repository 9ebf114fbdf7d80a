"use client";
import { useSyncExternalStore } from "react";
import { formatDateTime, formatRelative } from "@/lib/core/format";
import { cn } from "./class-names";
import { clockNow, subscribeClock } from "./clock";
import { Tooltip } from "./tooltip";

interface RelativeTimeProps {
  /** ISO text or milliseconds since 1970. */
  at: string | number;
  className?: string | undefined;
}

const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "3 min ago", kept true by the clock; the exact moment in the viewer's time zone on hover. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const ms = typeof at === "number" ? at : Date.parse(at);
  const text = useSyncExternalStore(
    subscribeClock,
    () => formatRelative(ms, clockNow()),
    () => formatRelative(ms, Date.now()),
  );
  if (Number.isNaN(ms)) return null;
  return (
    <Tooltip content={<AbsoluteTime ms={ms} />}>
      {/* The server's clock and the viewer's differ by the time the page travelled; the next tick corrects it. */}
      <time
        dateTime={new Date(ms).toISOString()}
        className={cn("whitespace-nowrap", className)}
        suppressHydrationWarning
      >
        {text}
      </time>
    </Tooltip>
  );
}

/** The day (UTC) until which something holds; the moment itself for whoever points at it. */
export function UntilDay({ at }: { at: string }) {
  return (
    <Tooltip content={<AbsoluteTime ms={Date.parse(at)} />}>
      <time dateTime={at} className="whitespace-nowrap">
        until {at.slice(0, 10)}
      </time>
    </Tooltip>
  );
}

function AbsoluteTime({ ms }: { ms: number }) {
  return <>{formatDateTime(ms, viewerZone())}</>;
}
