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

type Reading = Promise<void> | null;
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
  const place = useRef({ log: NOTHING_READ, isAsked: false, reading: null as Reading });

  const readOn = async (signal: AbortSignal) => {
    const state = place.current;
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
    }
  };

  /** Reads to the present end, and resolves there; news that come meanwhile are read after it. */
  const read = useEffectEvent((signal: AbortSignal): Promise<void> => {
    const state = place.current;
    state.isAsked = true;
    state.reading ??= readOn(signal).finally(() => {
      state.reading = null;
    });
    return state.reading;
  });

  const asker = useRef(new AbortController());
  const again = useEffectEvent(() => read(asker.current.signal));
  useEffect(() => {
    const controller = new AbortController();
    asker.current = controller;
    void read(controller.signal).then(() => {
      // Who is shown anew while this was read has found it busy, and has its turn now.
      if (controller.signal.aborted && !asker.current.signal.aborted) void again();
    });
    return () => controller.abort();
  }, []);
  useLive([`job-log:${number}`], () => void again());
  return { log, isRead, problem, readToEnd: () => read(asker.current.signal) };
}
