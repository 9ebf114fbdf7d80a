import { parentPort, type TransferListItem, workerData } from "node:worker_threads";
import { AppError, type ErrorCode } from "./errors";
import { openThread } from "./open-thread";

/** What a thread says: a question to whoever opened it, its answer, or why there is none. */
type Said<Question, Answer> =
  | { kind: "asks"; id: number; question: Question }
  | { kind: "answers"; answer: Answer }
  | { kind: "fails"; code: ErrorCode | null; message: string };

interface Reply {
  id: number;
  value?: unknown;
  failure?: { code: ErrorCode | null; message: string };
}

const failureOf = (error: unknown) => ({
  code: error instanceof AppError ? error.code : null,
  message: error instanceof Error ? error.message : String(error),
});

const errorOf = ({ code, message }: { code: ErrorCode | null; message: string }) =>
  code === null ? new Error(message) : new AppError(code, message);

interface Task<Question> {
  /** As `openThread` takes it. */
  source: string;
  data: unknown;
  /** Buffers that move into the thread instead of being copied. */
  transfer?: readonly ArrayBuffer[];
  maxHeapMb: number;
  deadlineMs: number;
  /** What is said when it takes longer, or more memory than that. */
  tooLong: string;
  tooLarge: string;
  /** Ends it before it has answered. */
  signal?: AbortSignal | undefined;
  /** Answers what the thread asks on its way, with the buffers of the value that may move. */
  reply: (question: Question) => Promise<{ value: unknown; transfer?: readonly ArrayBuffer[] }>;
}

const isOutOfMemory = (error: Error): boolean =>
  "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

/** Has a thread of its own do a task, ends it, and answers what it said. Throws what it threw. */
export async function askThread<Question, Answer>(task: Task<Question>): Promise<Answer> {
  const { signal } = task;
  signal?.throwIfAborted();
  const thread = openThread(task.source, {
    workerData: task.data,
    transferList: [...(task.transfer ?? [])],
    resourceLimits: { maxOldGenerationSizeMb: task.maxHeapMb },
  });
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const post = (reply: Reply, transfer: readonly TransferListItem[] = []) =>
    thread.postMessage(reply, transfer);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      abort = () => reject(signal?.reason);
      signal?.addEventListener("abort", abort);
      timer = setTimeout(() => reject(new AppError("TOO_LARGE", task.tooLong)), task.deadlineMs);
      thread.once("error", (error) =>
        reject(isOutOfMemory(error) ? new AppError("TOO_LARGE", task.tooLarge) : error),
      );
      thread.once("exit", () => reject(new Error("The thread ended without an answer.")));
      thread.on("message", (said: Said<Question, Answer>) => {
        if (said.kind === "answers") resolve(said.answer);
        else if (said.kind === "fails") reject(errorOf(said));
        else
          task.reply(said.question).then(
            ({ value, transfer }) => post({ id: said.id, value }, transfer),
            (error: unknown) => post({ id: said.id, failure: failureOf(error) }),
          );
      });
    });
  } finally {
    clearTimeout(timer);
    if (abort) signal?.removeEventListener("abort", abort);
    await thread.terminate();
  }
}

type Ask = (question: unknown) => Promise<unknown>;

/** The thread's own side: does the task that it was opened for. */
export function doTask(work: (data: unknown, ask: Ask) => Promise<unknown>): void {
  const port = parentPort;
  if (!port) throw new Error("This file is started as a thread.");
  const waiting = new Map<number, (reply: Reply) => void>();
  port.on("message", (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  let lastId = 0;
  const ask: Ask = (question) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, ({ value, failure }) =>
        failure ? reject(errorOf(failure)) : resolve(value),
      );
      port.postMessage({ kind: "asks", id: lastId, question });
    });
  work(workerData, ask).then(
    (answer) => port.postMessage({ kind: "answers", answer }),
    (error: unknown) => port.postMessage({ kind: "fails", ...failureOf(error) }),
  );
}
