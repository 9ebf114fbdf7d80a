"use client";
import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 47.99rem)";

function subscribe(changed: () => void) {
  const query = window.matchMedia(QUERY);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/** Whether there is no room for a picture; null until the browser has said. */
export function useIsNarrow(): boolean | null {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(QUERY).matches,
    () => null,
  );
}
