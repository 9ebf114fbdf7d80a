"use client";
import { useCallback, useEffect, useRef } from "react";
import { useLatest } from "@/components/tables/use-latest";

/** Calls at most once in a while: at once when it has been quiet, else when the while is over. */
export function useThrottled(action: () => void, waitMs: number): () => void {
  const latest = useLatest(action);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastAt = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    if (timer.current !== undefined) return;
    const wait = Math.max(0, lastAt.current + waitMs - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      lastAt.current = Date.now();
      latest.current();
    }, wait);
  }, [latest, waitMs]);
}
