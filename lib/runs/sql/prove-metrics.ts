import "server-only";
import { pool, type SqlClient } from "@/lib/db/pool";
import { digestRun, METRICS_SEALED, sealSchema, verdictOf } from "./metric-digest";

const PAGE = 200;

interface SealRow {
  event_id: number;
  subject: string;
  run_id: number | null;
  content: unknown;
}

/** The last seal of each run, with the run as it is now. */
async function readSeals(client: SqlClient, after: string): Promise<SealRow[]> {
  const { rows } = await client.query<SealRow>(
    `SELECT DISTINCT ON (e.subject) e.id AS event_id, e.subject, r.id AS run_id, p.content
     FROM audit_events e JOIN audit_payloads p ON p.event_id = e.id
       LEFT JOIN runs r ON r.uuid = substr(e.subject, 5) AND r.workspace_id = e.workspace_id
     WHERE e.action = $1 AND e.role = 'system' AND e.subject > $2
     ORDER BY e.subject, e.id DESC LIMIT $3`,
    [METRICS_SEALED, after, PAGE],
  );
  return rows;
}

export interface MetricsProof {
  /** Runs whose points and parameters are as they were sealed, or have only grown since. */
  proven: number;
  /** The first run that is not, and the event that sealed it. */
  changed: { run: string; eventId: number } | null;
}

/** Recomputes what every finished run's metrics come to and compares it with what the audit sealed. Stops at the first change. */
export async function proveMetrics(): Promise<MetricsProof> {
  let proven = 0;
  for (let after = ""; ; ) {
    const seals = await readSeals(pool(), after);
    for (const { event_id: eventId, subject, run_id: runId, content } of seals) {
      // A run that was deleted for good took its points along; its events stay.
      if (runId === null) continue;
      const sealed = sealSchema.safeParse(content);
      const now = await digestRun(pool(), runId);
      if (!sealed.success || verdictOf(sealed.data.details, now) === "changed")
        return { proven, changed: { run: subject.slice("run ".length), eventId } };
      proven += 1;
    }
    if (seals.length < PAGE) return { proven, changed: null };
    after = seals.at(-1)?.subject ?? after;
  }
}
