"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;
const ELSEWHERE = "http://localhost:3000";

/** This server's address as the browser knows it, for snippets. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => ELSEWHERE,
  );
}
