"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive } from "./live";

/** What is read first may keep the page waiting for this long. */
const PATIENCE_MS = 1_000;

interface RefreshOnChangeProps {
  topics: readonly string[];
  /** What is read before the page, which keeps the server busy for longer. */
  after?: () => Promise<void>;
}

/** Has the server draw the page again when one of the topics changes. */
export function RefreshOnChange({ topics, after }: RefreshOnChangeProps) {
  const router = useRouter();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(waiting.current);
      waiting.current = undefined;
    },
    [],
  );
  useLive(topics, () => {
    if (!after) return router.refresh();
    // What is drawn in a moment shows these news too.
    if (waiting.current !== undefined) return;
    const refresh = () => {
      if (waiting.current !== patience) return;
      clearTimeout(patience);
      waiting.current = undefined;
      router.refresh();
    };
    const patience = setTimeout(refresh, PATIENCE_MS);
    waiting.current = patience;
    void after().finally(refresh);
  });
  return null;
}
