import type { z } from "zod";

/** Throw this when trying again cannot help. */
export class GiveUp extends Error {}

interface HandlerOptions {
  /** Tries before it is given up. */
  maxAttempts: number;
  /** Longest time one try may take; afterwards its signal aborts. */
  deadlineMs: number;
  /** Wait before try `attempt + 1`; doubling from one second up to an hour when not said. */
  backoffMs?: (attempt: number) => number;
}

export interface QueueHandler extends HandlerOptions {
  kind: string;
  /** Runs at least once an item: a crash after the work and before its item is gone does it again. */
  run: (payload: unknown, attempt: Attempt) => Promise<void>;
}

export interface Attempt {
  signal: AbortSignal;
  /** Counts from 1. */
  number: number;
  isLast: boolean;
}

/** A handler whose payload is parsed before it is used. */
export function defineHandler<Schema extends z.ZodType>(
  kind: string,
  schema: Schema,
  options: HandlerOptions,
  run: (payload: z.output<Schema>, attempt: Attempt) => Promise<void>,
): QueueHandler {
  return {
    kind,
    ...options,
    run: async (payload, attempt) => {
      const parsed = schema.safeParse(payload);
      if (!parsed.success) throw new GiveUp(`The item is not what "${kind}" takes.`);
      await run(parsed.data, attempt);
    },
  };
}
