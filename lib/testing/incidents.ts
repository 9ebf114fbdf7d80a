import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { takeUpSignal } from "@/lib/incidents/jobs/signal";

interface Drift {
  deployment: string;
  /** When its window began. */
  at?: number;
  severity?: "warning" | "critical";
}

/** An alert of a monitor fires for a deployment. */
export async function signalDrift(
  { workspaceId }: Actor,
  { deployment, at = 1, severity = "critical" }: Drift,
): Promise<void> {
  const { id: deploymentId } = await db().deployment.findFirstOrThrow({
    where: { workspaceId, name: deployment },
  });
  const evidence = { at, monitorId: null, columns: ["amount"], trafficVersion: null };
  const key = `monitor ${deploymentId} drift`;
  await takeUpSignal({
    ...{ workspaceId, deploymentId },
    signal: { key, kind: "drift", severity, summary: "amount has drifted.", evidence },
  });
}
