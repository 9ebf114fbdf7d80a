"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "@/components/shell/live";
import { metricLineKeys } from "@/lib/runs/query-options/metric-lines";

/** A run may write hundreds of times a second; its charts are read again at most once in this time. */
const LEAST_MS = 1000;

/** Keeps the charts of running runs true. Only those on the screen are read again at once. */
export function useLiveLines(workspace: string, liveUuids: readonly string[]): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );
  useLive(
    liveUuids.map((uuid) => `run:${uuid}`),
    () => {
      timer.current ??= setTimeout(() => {
        timer.current = null;
        void client.invalidateQueries({ queryKey: metricLineKeys.all(workspace) });
      }, LEAST_MS);
    },
  );
}
