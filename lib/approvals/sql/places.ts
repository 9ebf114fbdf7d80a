import "server-only";
import type { Tx } from "@/lib/db/client";
import type { RequestRow } from "./elections";
import { occupantOf } from "./evidence";

/** Whether the version that a request brought somewhere is there still. */
export async function isStillThere(tx: Tx, request: RequestRow): Promise<boolean> {
  if (request.targetKind !== "stage") return (await occupantOf(tx, request)) === request.version;
  const { versionId, workspaceId, targetValue } = request;
  const where = { id: versionId, workspaceId, stage: targetValue, deletedAt: null };
  return (await tx.modelVersion.count({ where })) > 0;
}

/** The request by which a version is where it is, if its policy wants it looked at again. */
export function findRenewable(
  tx: Tx,
  place: Pick<RequestRow, "workspaceId" | "modelId" | "versionId" | "targetKind" | "targetValue">,
): Promise<RequestRow | null> {
  return tx.approvalRequest.findFirst({
    where: { ...place, status: "promoted", action: "set", reapprovalDueAt: { not: null } },
    orderBy: { promotedAt: "desc" },
  });
}
