import "server-only";
import { z } from "zod";
import { type Checkpoint, checkpointSchema } from "@/lib/audit/checkpoint-schema";
import type { Verification } from "@/lib/audit/dto";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { openThread } from "@/lib/core/open-thread";
import { db, type JsonObject } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { defineHandler } from "@/lib/queue/handler";
import { VERIFY_KIND } from "../commands/verifications";

/** Results that are kept in a workspace. */
const KEPT = 100;
const TOLD_EVERY_MS = 1_000;
const DEADLINE_MS = 1_800_000;

type Message =
  | { kind: "progress"; verified: number }
  | { kind: "done"; result: Verification }
  | { kind: "failed"; message: string };

/** Hashing a long chain takes a core for minutes: it has a thread and connections of its own. */
async function verifyInThread(
  outside: readonly Checkpoint[],
  onProgress: (verified: number) => void,
  signal: AbortSignal,
): Promise<Verification> {
  const { DATABASE_URL, SLIPWAY_DATA } = env();
  const thread = openThread("lib/records/jobs/verify-thread.ts", {
    workerData: { DATABASE_URL, SLIPWAY_DATA, outside, withinMs: DEADLINE_MS },
  });
  try {
    return await new Promise<Verification>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Error("The verification took too long.")));
      thread.once("error", reject);
      thread.once("exit", () => reject(new Error("The thread ended without an answer.")));
      thread.on("message", (message: Message) => {
        if (message.kind === "done") resolve(message.result);
        else if (message.kind === "failed") reject(new Error(message.message));
        else onProgress(message.verified);
      });
    });
  } finally {
    await thread.terminate();
  }
}

const where = (id: number, workspaceId: string) => ({ id: BigInt(id), workspaceId });

/** Writes down how far it is, at most once a second. */
function progressOf(id: number, workspaceId: string): (verified: number) => void {
  let last = 0;
  return (verified) => {
    if (Date.now() - last < TOLD_EVERY_MS) return;
    last = Date.now();
    db()
      .auditVerification.update({
        where: { ...where(id, workspaceId), state: "running" },
        data: { verified },
      })
      .then(
        () => announce(workspaceId, "audit"),
        () => log().debug({ id }, "the progress of a verification was not written"),
      );
  };
}

/** Without types that JSON does not know of. */
const asJson = (result: Verification): JsonObject => JSON.parse(JSON.stringify(result));

async function finish(id: number, workspaceId: string, result: Verification): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.auditVerification.update({
      where: where(id, workspaceId),
      data: {
        state: "done",
        verified: result.verified,
        result: asJson(result),
        checkpoints: [],
        finishedAt: new Date(),
      },
    });
    const { isIntact, isComplete, verified, checkpoints, firstBreak } = result;
    await recordAudit(tx, systemIn(workspaceId), {
      action: "audit.verified",
      subject: "audit trail",
      details: {
        verification: id,
        ...{ isIntact, isComplete, verified, checkpoints },
        firstBreak: firstBreak ? { ...firstBreak } : null,
      },
    });
    const kept = await tx.auditVerification.findMany({
      where: { workspaceId },
      orderBy: { id: "desc" },
      select: { id: true },
      take: KEPT,
    });
    await tx.auditVerification.deleteMany({
      where: { workspaceId, id: { lt: kept.at(-1)?.id ?? 0n } },
    });
  });
}

const aVerification = z.object({ id: z.number().int(), workspaceId: z.uuid() });

export const verifyHandler = defineHandler(
  VERIFY_KIND,
  aVerification,
  { maxAttempts: 3, deadlineMs: DEADLINE_MS },
  async ({ id, workspaceId }, { signal, isLast }) => {
    const row = await db().auditVerification.findFirst({ where: where(id, workspaceId) });
    if (!row || row.state === "done" || row.state === "failed") return;
    try {
      await db().auditVerification.update({
        where: where(id, workspaceId),
        data: { state: "running" },
      });
      const outside = z.array(checkpointSchema).parse(row.checkpoints);
      const result = await verifyInThread(outside, progressOf(id, workspaceId), signal);
      await finish(id, workspaceId, result);
    } catch (error) {
      if (isLast)
        await db().auditVerification.update({
          where: where(id, workspaceId),
          data: { state: "failed", finishedAt: new Date() },
        });
      throw error;
    } finally {
      announce(workspaceId, "audit");
    }
  },
);
