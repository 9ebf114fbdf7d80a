"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive } from "./live";

/** News that come together draw the page once, and after whatever on it reads them by itself. */
const GATHER_MS = 300;

/** Has the server draw the page again when one of the topics changes. */
export function RefreshOnChange({ topics }: { topics: readonly string[] }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLive(topics, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      router.refresh();
    }, GATHER_MS);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return null;
}
