import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { type Actor, assertCan } from "@/lib/access/actor";
import { toFailure } from "@/lib/access/failures";
import type { ExportedFile } from "@/lib/core/exported-file";
import type { ExactProgress } from "../dto/exact";
import type { ComputeExactlyInput } from "../schema/comparisons";
import { computeExactly } from "./exact";

/** How often whoever waits is told how far it has come. */
const TOLD_EVERY_MS = 300;

async function* linesOf(actor: Actor, input: ComputeExactlyInput): AsyncGenerator<string> {
  const ending = new AbortController();
  let progress: ExactProgress | null = null;
  const work = computeExactly(actor, input, {
    signal: ending.signal,
    onProgress: (next) => {
      progress = next;
    },
  }).then(
    (answer): ExactProgress => ({ stage: "done", answer }),
    (error: unknown): ExactProgress => ({ stage: "failed", message: toFailure(error).message }),
  );
  try {
    for (;;) {
      const done = await Promise.race([work, wait(TOLD_EVERY_MS, null)]);
      if (done ?? progress) yield `${JSON.stringify(done ?? progress)}\n`;
      if (done) return;
    }
  } finally {
    // Whoever asked may have gone.
    ending.abort();
  }
}

/** A computation over raw rows, one line of JSON for each step of its way. It ends when nobody reads on. */
export async function followExactly(
  actor: Actor,
  input: ComputeExactlyInput,
): Promise<ExportedFile> {
  assertCan(actor, "monitor:read");
  return { name: "exact.jsonl", type: "application/jsonl", chunks: linesOf(actor, input) };
}
