import "server-only";
import type { Tx } from "@/lib/db/client";
import type { RequestRow } from "./elections";
import { occupantOf } from "./evidence";

type Place = Pick<
  RequestRow,
  "workspaceId" | "modelId" | "versionId" | "targetKind" | "targetValue"
>;

type Served = Pick<Place, "workspaceId" | "versionId" | "targetValue">;

/** The newest request about a version and an environment that was applied. */
export function findStanding(tx: Tx, { workspaceId, versionId, targetValue }: Served) {
  return tx.approvalRequest.findFirst({
    where: {
      workspaceId,
      versionId,
      targetKind: "environment",
      targetValue: { equals: targetValue, mode: "insensitive" },
      status: "promoted",
    },
    orderBy: [{ promotedAt: "desc" }, { number: "desc" }],
    select: { action: true, deploymentId: true, deploymentName: true },
  });
}

/** Whether a version may serve in an environment by that request. */
async function isInEnvironment(tx: Tx, place: Served): Promise<boolean> {
  return (await findStanding(tx, place))?.action === "set";
}

/** Whether a version is at a place, of which the version `occupant` is the newest there. */
export async function isAt(
  tx: Tx,
  place: Place,
  { stage, version, occupant }: { stage: string; version: number; occupant: number | null },
): Promise<boolean> {
  if (place.targetKind === "environment") return isInEnvironment(tx, place);
  return place.targetKind === "stage" ? stage === place.targetValue : occupant === version;
}

/** Whether the version that a request brought somewhere is there still. */
export async function isStillThere(tx: Tx, request: RequestRow): Promise<boolean> {
  if (request.targetKind === "environment") return isInEnvironment(tx, request);
  if (request.targetKind !== "stage") return (await occupantOf(tx, request)) === request.version;
  const { versionId, workspaceId, targetValue } = request;
  const where = { id: versionId, workspaceId, stage: targetValue, deletedAt: null };
  return (await tx.modelVersion.count({ where })) > 0;
}

/** The request by which a version is where it is, if its policy wants it looked at again. */
export function findRenewable(tx: Tx, place: Place): Promise<RequestRow | null> {
  return tx.approvalRequest.findFirst({
    where: { ...place, status: "promoted", action: "set", reapprovalDueAt: { not: null } },
    orderBy: { promotedAt: "desc" },
  });
}
