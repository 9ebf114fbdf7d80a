import "server-only";
import type { Actor } from "@/lib/access/actor";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { routes } from "@/lib/core/routes";
import type { Tx } from "@/lib/db/client";
import { announceWithin } from "@/lib/events/announce";
import { notify } from "@/lib/events/notify";
import type { Act, EventAbout } from "../schema/acts";
import type { IncidentEventKind } from "../schema/incidents";
import { appendEvent } from "../sql/incidents";

type Incident = { id: bigint; workspaceId: string; number: number; title: string };

interface Told {
  act: Act;
  kind: Extract<IncidentEventKind, "acted" | "refused" | "advanced" | "failed">;
  note: string;
  about?: EventAbout;
  /** Who is told of it besides. */
  notified?: readonly (string | null)[];
}

/** Writes what was done about an incident, or not, to its course and the audit trail, and tells people where they have to know. */
export async function tellAct(
  tx: Tx,
  actor: Actor | null,
  incident: Incident,
  { act, kind, note, about = {}, notified = [] }: Told,
): Promise<void> {
  const { workspaceId, number, title } = incident;
  await appendEvent(tx, incident, { kind, note, about, actorId: actor?.userId ?? null });
  await recordAudit(tx, actor ?? systemIn(workspaceId), {
    action: `incident.${kind}`,
    subject: `incident ${number}`,
    label: title,
    details: { act, note, ...about },
  });
  await announceWithin(tx, workspaceId, "incidents", `incident:${number}`);
  const userIds = notified.filter((one) => one !== null);
  if (userIds.length === 0) return;
  const { slug } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { slug: true },
  });
  await notify(tx, {
    ...{ workspaceId, userIds, kind: "incident.acted" },
    title: `Incident ${number}: ${title}`,
    body: note,
    href: routes.incident(slug, number),
  });
}

/** A rollback is a signal of its incident, and is taken up here, so that it opens no other. */
export async function joinRollback(
  tx: Tx,
  incident: Incident & { deploymentId: bigint | null; severity: string },
  { trafficVersion, summary }: { trafficVersion: number; summary: string },
): Promise<void> {
  const { id: incidentId, workspaceId, deploymentId, severity } = incident;
  const evidence = { at: Date.now(), monitorId: null, columns: [], trafficVersion };
  const key = `rollback ${deploymentId} ${trafficVersion}`;
  await tx.incidentSignal.createMany({
    data: [{ workspaceId, incidentId, key, kind: "rollback", severity, summary, evidence }],
    skipDuplicates: true,
  });
}
