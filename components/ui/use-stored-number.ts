"use client";
import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(key: string): number | null {
  const stored = Number.parseFloat(localStorage.getItem(key) ?? "");
  return Number.isFinite(stored) ? stored : null;
}

/** A number that this browser remembers, such as how wide a panel was left. `null` forgets it. */
export function useStoredNumber(
  name: string,
  fallback: number,
): [number, (value: number | null) => void] {
  const key = `slipway.${name}`;
  const value = useSyncExternalStore(
    subscribe,
    () => read(key) ?? fallback,
    () => fallback,
  );
  const store = useCallback(
    (next: number | null) => {
      if (next === null) localStorage.removeItem(key);
      else localStorage.setItem(key, String(next));
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [value, store];
}
