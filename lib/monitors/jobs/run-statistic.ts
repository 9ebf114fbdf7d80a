import "server-only";
import { askThread } from "@/lib/core/ask-thread";
import { takeTurns } from "@/lib/core/turnstile";
import type { LoadColumn } from "../rules/columns";
import { isHeavy } from "../rules/weight";
import { answerStatistic, type StatisticsTask } from "./answer";

const DEADLINE_MS = 300_000;
const MAX_HEAP_MB = 4_096;
/** Each thread takes a core. */
const TURNS = {
  name: "statistics-threads",
  atOnce: 2,
  waiting: 20,
  full: "Many statistics are being computed. Try again in a moment.",
};

/** Answers a request for a statistic; a heavy one in a thread of its own, a few of them at a time. */
export async function runStatistic(
  task: StatisticsTask,
  load: LoadColumn,
  signal?: AbortSignal,
): Promise<string> {
  if (!isHeavy(task.body)) return answerStatistic(task, load);
  return takeTurns(TURNS, () =>
    askThread<Parameters<LoadColumn>[0], string>({
      source: "lib/monitors/jobs/statistics-thread.ts",
      data: task,
      signal,
      maxHeapMb: MAX_HEAP_MB,
      deadlineMs: DEADLINE_MS,
      tooLong: "Computing this takes longer than five minutes.",
      tooLarge: "Computing this takes more memory than there is for it.",
      reply: async (column) => ({ value: await load(column) }),
    }),
  );
}
