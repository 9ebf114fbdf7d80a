import "server-only";
import { z } from "zod";
import { recordAuditSql, systemIn } from "@/lib/audit/record";
import { inTransaction } from "@/lib/db/pool";
import { defineHandler } from "@/lib/queue/handler";
import { digestRun, METRICS_SEALED, SEAL_METRICS_KIND } from "./sql/metric-digest";

const aRun = z.object({ runUuid: z.string(), workspaceId: z.uuid() });

/** Puts the digest of a finished run's metrics and parameters in the audit, which no line for each point could bear. */
export const sealMetricsHandler = defineHandler(
  SEAL_METRICS_KIND,
  aRun,
  { maxAttempts: 10, deadlineMs: 300_000 },
  async ({ runUuid, workspaceId }) => {
    await inTransaction(async (tx) => {
      await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      const { rows } = await tx.query<{ id: number }>(
        "SELECT id FROM runs WHERE uuid = $1 AND workspace_id = $2",
        [runUuid, workspaceId],
      );
      const run = rows[0];
      if (!run) return;
      const details = { ...(await digestRun(tx, run.id)) };
      await recordAuditSql(tx, systemIn(workspaceId), {
        action: METRICS_SEALED,
        subject: `run ${runUuid}`,
        details,
      });
    });
  },
);
