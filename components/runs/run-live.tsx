"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive } from "@/components/shell/live";

const LEAST_MS = 1500;

/** Keeps a server-rendered page of some runs true while they are written. */
export function RunLive({ uuids }: { uuids: readonly string[] }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );
  useLive(
    uuids.map((uuid) => `run:${uuid}`),
    () => {
      timer.current ??= setTimeout(() => {
        timer.current = null;
        router.refresh();
      }, LEAST_MS);
    },
  );
  return null;
}
