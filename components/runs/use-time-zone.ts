"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** The viewer's time zone; UTC on the server. */
export function useTimeZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
}
