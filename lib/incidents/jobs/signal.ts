import "server-only";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { publicUrl } from "@/lib/core/env";
import { routes } from "@/lib/core/routes";
import { db, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { notify } from "@/lib/events/notify";
import { publishEvent } from "@/lib/events/publish";
import type { Severity } from "@/lib/monitors/schema/alerts";
import { isWorse, type Signal, titleOf } from "../rules/signals";
import { signalEvidence } from "../schema/incidents";
import { appendEvent, nextNumber } from "../sql/incidents";

export interface Signalled {
  workspaceId: string;
  deploymentId: bigint;
  signal: Signal;
}

async function lockDeployment(tx: Tx, { workspaceId, deploymentId }: Signalled) {
  await tx.$queryRaw`SELECT 1 FROM deployments WHERE id = ${deploymentId} FOR UPDATE`;
  return tx.deployment.findUniqueOrThrow({
    where: { id_workspaceId: { id: deploymentId, workspaceId } },
    select: { name: true, createdById: true, workspace: { select: { slug: true } } },
  });
}
type Place = Awaited<ReturnType<typeof lockDeployment>>;

/** Whether the same was told of the same moment before, in whatever incident: one that was resolved stays so. */
async function isKnown(tx: Tx, { workspaceId, signal }: Signalled): Promise<boolean> {
  const before = await tx.incidentSignal.findFirst({
    where: { workspaceId, key: signal.key },
    orderBy: { lastAt: "desc" },
    select: { evidence: true, isFiring: true },
  });
  const evidence = signalEvidence.safeParse(before?.evidence);
  return before?.isFiring === true && evidence.success && evidence.data.at >= signal.evidence.at;
}

async function tell(
  tx: Tx,
  { workspaceId, deploymentId, signal }: Signalled,
  place: Place,
  incident: { number: number; title: string; ownerId: string | null },
): Promise<void> {
  const monitors = await tx.monitor.findMany({
    where: { workspaceId, deploymentId, removedAt: null },
    select: { createdById: true },
  });
  const concerned = [
    place.createdById,
    ...monitors.map(({ createdById }) => createdById),
    ...(incident.ownerId ? [incident.ownerId] : []),
  ];
  await notify(tx, {
    workspaceId,
    userIds: concerned,
    kind: "incident.opened",
    title: `Incident ${incident.number}: ${incident.title}`,
    body: signal.summary,
    href: routes.incident(place.workspace.slug, incident.number),
  });
}

async function open(tx: Tx, signalled: Signalled, place: Place) {
  const { workspaceId, deploymentId, signal } = signalled;
  const { severity, summary } = signal;
  const number = await nextNumber(tx, workspaceId);
  const title = titleOf(place.name, signal);
  const incident = await tx.incident.create({
    data: { workspaceId, deploymentId, number, title, severity },
  });
  await appendEvent(tx, incident, { kind: "opened", note: summary, actorId: null });
  await recordAudit(tx, systemIn(workspaceId), {
    action: "incident.opened",
    subject: `incident ${number}`,
    label: title,
    after: { deployment: place.name, severity, signal: signal.key, summary },
  });
  await publishEvent(tx, {
    workspaceId,
    entity: "incident",
    action: "opened",
    data: {
      ...{ name: title, number, severity, deployment: place.name, summary },
      url: publicUrl() + routes.incident(place.workspace.slug, number),
    },
  });
  await tell(tx, signalled, place, incident);
  return incident;
}

/** Adds a signal to what is open; what is worse than before is told anew. */
async function join(
  tx: Tx,
  signalled: Signalled,
  place: Place,
  incident: {
    id: bigint;
    workspaceId: string;
    number: number;
    title: string;
    ownerId: string | null;
    severity: string;
  },
): Promise<void> {
  const { signal } = signalled;
  const key = { incidentId_key: { incidentId: incident.id, key: signal.key } };
  const before = await tx.incidentSignal.findUnique({ where: key, select: { isFiring: true } });
  if (!before?.isFiring)
    await appendEvent(tx, incident, { kind: "signalled", note: signal.summary, actorId: null });
  // Only these three are ever stored.
  if (!isWorse(signal.severity, incident.severity as Severity)) return;
  await tx.incident.update({ where: { id: incident.id }, data: { severity: signal.severity } });
  await tell(tx, signalled, place, incident);
}

/**
 * Takes up what was found about a deployment: it opens an incident, or comes to the one that is not resolved. The same thing of the
 * same moment is taken up once.
 */
export async function takeUpSignal(signalled: Signalled): Promise<void> {
  const { workspaceId, deploymentId, signal } = signalled;
  const number = await db().$transaction(async (tx) => {
    const place = await lockDeployment(tx, signalled);
    if (await isKnown(tx, signalled)) return null;
    const unresolved = await tx.incident.findFirst({
      where: { workspaceId, deploymentId, status: { not: "resolved" } },
    });
    const incident = unresolved ?? (await open(tx, signalled, place));
    if (unresolved) await join(tx, signalled, place, unresolved);
    const { key, kind, severity, summary, evidence } = signal;
    const found = { kind, severity, summary, evidence, isFiring: true, lastAt: new Date() };
    await tx.incidentSignal.upsert({
      where: { incidentId_key: { incidentId: incident.id, key } },
      create: { workspaceId, incidentId: incident.id, key, ...found },
      update: found,
    });
    return incident.number;
  });
  if (number !== null) announce(workspaceId, "incidents", `incident:${number}`);
}

/** Says of a signal that it is over, wherever it fires; answers whether it did. */
export async function endSignal(workspaceId: string, key: string): Promise<boolean> {
  const ended = await db().$transaction(async (tx) => {
    const firing = await tx.incidentSignal.findMany({
      where: { workspaceId, key, isFiring: true },
      include: { incident: true },
    });
    for (const { incident, summary } of firing) {
      await tx.incidentSignal.update({
        where: { incidentId_key: { incidentId: incident.id, key } },
        data: { isFiring: false },
      });
      if (incident.status === "resolved") continue;
      const note = `No longer so: ${summary}`;
      await appendEvent(tx, incident, { kind: "recovered", note, actorId: null });
    }
    return firing;
  });
  for (const { incident } of ended)
    announce(workspaceId, "incidents", `incident:${incident.number}`);
  return ended.length > 0;
}
