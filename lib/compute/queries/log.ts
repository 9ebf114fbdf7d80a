import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { ExportedFile } from "@/lib/core/exported-file";
import { pool } from "@/lib/db/pool";
import { type JobRow, type LogDto, toLogParts } from "../dto/jobs";
import { isOver } from "../rules/lifecycle";
import { attemptHeading } from "../rules/log";
import type { JobInput, ReadLogInput } from "../schema/jobs";
import { readJob } from "../sql/jobs";
import { readChunks } from "../sql/log";
import { jobNotFound } from "./jobs";

async function jobOf({ workspaceId }: Actor, number: number): Promise<JobRow> {
  const row = await readJob(pool(), workspaceId, number);
  if (!row) throw jobNotFound(number);
  return row;
}

/** What a job printed after a place in its log. */
export async function readLog(actor: Actor, { number, after }: ReadLogInput): Promise<LogDto> {
  assertCan(actor, "job:read");
  const job = await jobOf(actor, number);
  const chunks = await readChunks(actor.workspaceId, job.id, after);
  const next = chunks.at(-1)?.seq ?? after;
  const hasMore = next < job.logChunks;
  return {
    parts: toLogParts(chunks),
    next,
    hasMore,
    isOver: !hasMore && isOver(job.status),
  };
}

async function* textOf(workspaceId: string, jobId: number): AsyncGenerator<string> {
  let attempt = 1;
  for (let after = 0; ; ) {
    const chunks = await readChunks(workspaceId, jobId, after);
    for (const chunk of chunks) {
      if (chunk.attempt !== attempt) yield attemptHeading(chunk.attempt);
      attempt = chunk.attempt;
      yield chunk.text;
    }
    const last = chunks.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

/** Everything a job has printed so far, as a file. */
export async function exportLog(actor: Actor, { number }: JobInput): Promise<ExportedFile> {
  assertCan(actor, "job:read");
  const job = await jobOf(actor, number);
  return {
    name: `job-${number}.log`,
    type: "text/plain",
    chunks: textOf(actor.workspaceId, job.id),
  };
}
