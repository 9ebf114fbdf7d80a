import "server-only";
import type { Actor } from "@/lib/access/actor";
import { recordAudit, recordAuditSql, systemIn } from "@/lib/audit/record";
import { publicUrl } from "@/lib/core/env";
import { routes } from "@/lib/core/routes";
import type { Tx } from "@/lib/db/client";
import type { SqlClient } from "@/lib/db/pool";
import { announceWithin } from "@/lib/events/announce";
import { notify } from "@/lib/events/notify";
import { type DomainEvent, publishEvent, publishEventSql } from "@/lib/events/publish";
import { publishedIncident } from "../rules/published";
import type { Act, ActStatus, EventAbout } from "../schema/acts";
import type { IncidentEventKind } from "../schema/incidents";
import { appendEvent } from "../sql/incidents";
import { readToldIncident } from "../sql/told";

type Incident = { id: bigint; workspaceId: string; number: number; title: string };

interface Told {
  act: Act;
  /** What it has come to. */
  status: ActStatus;
  kind: Extract<IncidentEventKind, "acted" | "refused" | "advanced" | "failed" | "declined">;
  note: string;
  about?: EventAbout;
  /** Who is told of it besides. */
  notified?: readonly (string | null)[];
}

/** The event, for those who asked for such and those who were told of the incident. */
function eventOf(
  actor: Actor | null,
  told: Awaited<ReturnType<typeof readToldIncident>>,
  { act, status, kind, note, about = {} }: Told,
): DomainEvent {
  const { workspaceId, slug, webhookIds, ...incident } = told;
  return {
    ...{ workspaceId, webhookIds, entity: "incident", action: kind },
    data: {
      ...publishedIncident(incident, publicUrl() + routes.incident(slug, incident.number)),
      ...{ act, status, note, ...about, by: actor?.email ?? null },
    },
  };
}

/**
 * Writes what was done about an incident, or not, to its course and the audit trail, publishes it, and tells people where they
 * have to know.
 */
export async function tellAct(
  tx: Tx,
  actor: Actor | null,
  incident: Incident,
  told: Told,
): Promise<void> {
  const { act, kind, note, about = {}, notified = [] } = told;
  const { id, workspaceId, number, title } = incident;
  await appendEvent(tx, incident, { kind, note, about, actorId: actor?.userId ?? null });
  await recordAudit(tx, actor ?? systemIn(workspaceId), {
    action: `incident.${kind}`,
    subject: `incident ${number}`,
    label: title,
    details: { act, note, ...about },
  });
  const found = await readToldIncident(
    (sql, values) => tx.$queryRawUnsafe(sql, ...values),
    Number(id),
  );
  await publishEvent(tx, eventOf(actor, found, told));
  await announceWithin(tx, workspaceId, "incidents", `incident:${number}`);
  const userIds = notified.filter((one) => one !== null);
  if (userIds.length === 0) return;
  await notify(tx, {
    ...{ workspaceId, userIds, kind: "incident.acted" },
    title: `Incident ${number}: ${title}`,
    body: note,
    href: routes.incident(found.slug, number),
  });
}

/** The same for what is written with SQL; nobody is told of it besides. */
export async function tellActSql(
  tx: SqlClient,
  actor: Actor | null,
  incidentId: number,
  told: Omit<Told, "notified">,
): Promise<void> {
  const { act, kind, note, about = {} } = told;
  const found = await readToldIncident(
    async (sql, values) => (await tx.query(sql, [...values])).rows,
    incidentId,
  );
  const { workspaceId, number, title: label } = found;
  await tx.query(
    `INSERT INTO incident_events (workspace_id, incident_id, kind, note, about, actor_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [workspaceId, incidentId, kind, note, JSON.stringify(about), actor?.userId ?? null],
  );
  await recordAuditSql(tx, actor ?? systemIn(workspaceId), {
    action: `incident.${kind}`,
    subject: `incident ${number}`,
    label,
    details: { act, note, ...about },
  });
  await publishEventSql(tx, eventOf(actor, found, told));
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
