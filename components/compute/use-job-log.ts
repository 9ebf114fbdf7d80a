"use client";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "@/components/shell/live";
import { useWorkspace } from "@/components/shell/workspace-context";
import { readJobLog } from "@/lib/compute/query-options";
import { attemptHeading } from "@/lib/compute/rules/log";
import { NOTHING_PRINTED, type Printed, print } from "@/lib/compute/rules/terminal";
import { AppError } from "@/lib/core/errors";

interface Log {
  printed: Printed;
  attempt: number;
  next: number;
  isOver: boolean;
}

const NOTHING_READ: Log = { printed: NOTHING_PRINTED, attempt: 1, next: 0, isOver: false };

type Answer = Awaited<ReturnType<typeof readJobLog>>;

function add(log: Log, { parts, next, isOver }: Answer): Log {
  let { printed, attempt } = log;
  for (const part of parts) {
    if (part.attempt !== attempt) printed = print(printed, attemptHeading(part.attempt));
    attempt = part.attempt;
    printed = print(printed, part.text);
  }
  return { printed, attempt, next, isOver };
}

/** What a job has printed, and goes on printing. */
export function useJobLog(number: number) {
  const { slug } = useWorkspace();
  const [log, setLog] = useState(NOTHING_READ);
  const [isRead, setIsRead] = useState(false);
  const [problem, setProblem] = useState<string>();
  const place = useRef({ log: NOTHING_READ, isBusy: false, isAsked: false });

  /** Reads to the present end; news that come meanwhile are read after it. */
  const read = useEffectEvent(async (signal: AbortSignal) => {
    const state = place.current;
    state.isAsked = true;
    if (state.isBusy) return;
    state.isBusy = true;
    try {
      while (state.isAsked && !state.log.isOver && !signal.aborted) {
        state.isAsked = false;
        const answer = await readJobLog(slug, number, state.log.next, signal);
        state.log = add(state.log, answer);
        state.isAsked ||= answer.hasMore;
        setLog(state.log);
      }
      setIsRead(true);
      setProblem(undefined);
    } catch (error) {
      if (signal.aborted) return;
      setProblem(error instanceof AppError ? error.message : "The log could not be read.");
    } finally {
      state.isBusy = false;
    }
  });

  const asker = useRef(new AbortController());
  const again = useEffectEvent(() => void read(asker.current.signal));
  useEffect(() => {
    const controller = new AbortController();
    asker.current = controller;
    void read(controller.signal).then(() => {
      // Who is shown anew while this was read has found it busy, and has its turn now.
      if (controller.signal.aborted && !asker.current.signal.aborted) again();
    });
    return () => controller.abort();
  }, []);
  useLive([`job-log:${number}`, `job:${number}`], again);
  return { log, isRead, problem, retry: () => void read(asker.current.signal) };
}
