import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { ExportedFile } from "@/lib/core/exported-file";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import type { Checkpoint } from "../checkpoint-schema";
import {
  fingerprintOf,
  readCheckpoints,
  readNewestCheckpoints,
  writeCheckpoint,
} from "../checkpoints";
import type { CheckpointSummary, Verification } from "../dto";
import { sealAudit } from "../seal";
import { verifyAudit } from "../verify";

/** As long as somebody waits for an answer; `npm run audit:verify` takes as long as it needs. */
const WAIT_MS = 50_000;

/** Recomputes the chain, which is one for the whole installation. Answers where it breaks, never what others did. */
export async function verifyTrail(
  actor: Actor,
  { checkpoints }: { checkpoints?: readonly Checkpoint[] | undefined } = {},
): Promise<Verification> {
  assertCan(actor, "audit:read");
  return verifyAudit({ outside: checkpoints ?? [], withinMs: WAIT_MS });
}

/** Signed checkpoints to be kept elsewhere; the last of them is of this moment. */
export async function listCheckpoints(
  actor: Actor,
  page: { after: number; limit: number },
): Promise<{ items: Checkpoint[] }> {
  assertCan(actor, "audit:read");
  await sealAudit();
  await writeCheckpoint();
  return { items: await readCheckpoints(pool(), page) };
}

/** Checkpoints for looking at, the newest first. */
export async function listNewestCheckpoints(
  actor: Actor,
  { limit, pageToken }: PageInput,
): Promise<Page<CheckpointSummary>> {
  assertCan(actor, "audit:read");
  const before = lastKey(pageToken, z.string().regex(/^\d{1,15}$/));
  const rows = await readNewestCheckpoints(pool(), {
    before: before === undefined ? null : Number(before),
    limit: limit + 1,
  });
  return toPage(
    rows,
    limit,
    ({ seq }) => String(seq),
    (checkpoint) => ({
      seq: checkpoint.seq,
      hash: checkpoint.hash,
      at: checkpoint.at,
      key: fingerprintOf(checkpoint),
    }),
  );
}

const EXPORT_PAGE = 1_000;

/** Every checkpoint, one a line, the last of this moment: what `npm run audit:verify -- --checkpoints` reads. */
export async function exportCheckpoints(actor: Actor): Promise<ExportedFile> {
  assertCan(actor, "audit:read");
  await sealAudit();
  await writeCheckpoint();
  return {
    name: `checkpoints-${new Date().toISOString().slice(0, 10)}.jsonl`,
    type: "application/jsonl",
    chunks: checkpointChunks(),
  };
}

async function* checkpointChunks() {
  for (let after = 0; ; ) {
    const page = await readCheckpoints(pool(), { after, limit: EXPORT_PAGE });
    yield page.map((checkpoint) => `${JSON.stringify(checkpoint)}\n`).join("");
    const last = page.at(-1);
    if (!last || page.length < EXPORT_PAGE) return;
    after = last.seq;
  }
}
