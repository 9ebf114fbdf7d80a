import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import type { Checkpoint } from "../checkpoint-schema";
import { readCheckpoints, writeCheckpoint } from "../checkpoints";
import type { Verification } from "../dto";
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
