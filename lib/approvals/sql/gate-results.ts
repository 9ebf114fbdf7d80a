import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Finding } from "../rules/findings";
import type { GateDefinition } from "../schema/gates";
import { sha256 } from "./sha256";

/** The newest result of every gate of some requests. */
export function readResults(tx: Tx, workspaceId: string, ids: readonly string[]) {
  return tx.gateResult.findMany({
    where: { workspaceId, requestId: { in: [...ids] } },
    distinct: ["requestId", "gateKey"],
    orderBy: [{ requestId: "asc" }, { gateKey: "asc" }, { id: "desc" }],
  });
}

export type ResultRow = Awaited<ReturnType<typeof readResults>>[number];

export interface NewResult extends Finding {
  source: "automatic" | "push" | "webhook";
  /** Empty for what is evaluated at once. */
  basis?: string;
  reportedBy?: string;
  reportKey?: string;
  link?: string | null;
}

/** Keeps what an evaluation found when it is another thing than what is known. Answers whether it was. */
export async function keepResult(
  tx: Tx,
  request: { id: string; workspaceId: string },
  { key, kind, title }: GateDefinition,
  { known, found }: { known: ResultRow | undefined; found: NewResult },
): Promise<boolean> {
  const { verdict, threshold, observed, summary, evidence, freshUntil, source } = found;
  const { basis = "", reportedBy = null, reportKey = null, link = null } = found;
  // How long it counts is no part: the same finding reported anew asks nobody again.
  const evidenceHash = sha256({
    ...{ kind, verdict, threshold, observed, summary, evidence, source, reportedBy, link },
  });
  const isSame =
    known?.kind === kind &&
    known.evidenceHash === evidenceHash &&
    known.basis === basis &&
    known.freshUntil?.getTime() === freshUntil?.getTime() &&
    (reportKey === null || known.reportKey === reportKey);
  if (isSame) return false;
  await tx.gateResult.create({
    data: {
      ...{ workspaceId: request.workspaceId, requestId: request.id, gateKey: key, kind, title },
      ...{ verdict, threshold, observed, summary, evidence, evidenceHash, freshUntil },
      ...{ source, basis, reportedBy, reportKey, link },
    },
  });
  return true;
}

/** Open requests of which a result or a waiver has ended since they were last looked at. */
export function findEndedGates(tx: Tx, limit: number) {
  return tx.$queryRaw<{ id: string; workspaceId: string; number: number }[]>`
    SELECT r.id, r.workspace_id AS "workspaceId", r.number FROM approval_requests r
    JOIN approval_policy_versions v ON v.id = r.policy_version_id
    WHERE r.status IN ('pending', 'approved') AND (
      EXISTS (SELECT 1 FROM gate_waivers w WHERE w.request_id = r.id AND w.until <= now()
        AND w.revoked_at IS NULL AND w.ended_at IS NULL)
      OR EXISTS (SELECT 1 FROM gate_results g WHERE g.request_id = r.id AND g.fresh_until <= now()
        AND v.document->'gates' @> jsonb_build_array(jsonb_build_object('key', g.gate_key, 'kind', g.kind))
        AND NOT EXISTS (SELECT 1 FROM gate_results n
          WHERE n.request_id = g.request_id AND n.gate_key = g.gate_key AND n.id > g.id)))
    ORDER BY r.created_at LIMIT ${limit}`;
}
