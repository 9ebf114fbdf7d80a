"use client";
import { useEffect, useState } from "react";
import { routes } from "@/lib/core/routes";
import type { ExactProgress } from "@/lib/monitors/dto/exact";
import { readLines } from "./read-lines";

interface ExactQuery {
  monitor: number;
  before: string;
  after: string;
  column: string;
  /** Null computes nothing. */
  method: string | null;
}

/** Every method of the column's type. */
export const ALL_METHODS = "all";

async function follow(
  url: string,
  signal: AbortSignal,
  tell: (progress: ExactProgress) => void,
): Promise<void> {
  // The route writes lines of this kind.
  for await (const line of readLines(url, signal)) tell(JSON.parse(line) as ExactProgress);
}

/** Follows a computation over raw rows. It ends when what is asked changes, and when the page is left. */
export function useExact(workspace: string, query: ExactQuery): ExactProgress | null {
  const [progress, setProgress] = useState<ExactProgress | null>(null);
  const { monitor, before, after, column, method } = query;
  useEffect(() => {
    setProgress(null);
    if (method === null) return;
    const ending = new AbortController();
    const url = routes.uiApi(workspace, "monitors/exact", {
      ...{ monitor, before, after, column },
      method: method === ALL_METHODS ? undefined : method,
    });
    follow(url, ending.signal, setProgress).catch((error: unknown) => {
      if (ending.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      setProgress({ stage: "failed", message });
    });
    return () => ending.abort();
  }, [workspace, monitor, before, after, column, method]);
  return progress;
}
