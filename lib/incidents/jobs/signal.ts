import "server-only";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { db, type Row, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import type { Severity } from "@/lib/monitors/schema/alerts";
import { isWorse, type Signal, titleOf } from "../rules/signals";
import { signalEvidence } from "../schema/incidents";
import { appendEvent, lockSubject, nextNumber } from "../sql/incidents";
import { answerSignal } from "./respond";
import { type Telling, tell } from "./tell";

export type Signalled = { workspaceId: string; signal: Signal } & (
  | { deploymentId: bigint }
  | { datasetId: bigint }
);

/** What a signal is of, as its tables know it. */
const subjectOf = (signalled: Signalled) =>
  "datasetId" in signalled
    ? { deploymentId: null, datasetId: signalled.datasetId }
    : { deploymentId: signalled.deploymentId, datasetId: null };

interface Place {
  name: string;
  /** Null for a dataset: nobody made one in particular. */
  createdById: string | null;
  workspace: { slug: string };
}

async function lockPlace(tx: Tx, signalled: Signalled): Promise<Place> {
  const { workspaceId } = signalled;
  await lockSubject(tx, subjectOf(signalled));
  const workspace = { select: { slug: true } };
  if ("datasetId" in signalled) {
    const place = await tx.dataset.findUniqueOrThrow({
      where: { id_workspaceId: { id: signalled.datasetId, workspaceId } },
      select: { name: true, workspace },
    });
    return { ...place, createdById: null };
  }
  return tx.deployment.findUniqueOrThrow({
    where: { id_workspaceId: { id: signalled.deploymentId, workspaceId } },
    select: { name: true, createdById: true, workspace },
  });
}

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

const tellingOf = ({ signal }: Signalled, place: Place, incident: Row<"Incident">): Telling => ({
  ...{ incident, place },
  signal: {
    ...{ kind: signal.kind, severity: signal.severity, summary: signal.summary },
    monitorId: signal.evidence.monitorId,
  },
});

async function open(tx: Tx, signalled: Signalled, place: Place) {
  const { workspaceId, signal } = signalled;
  const { severity, summary } = signal;
  const subject = { ["datasetId" in signalled ? "dataset" : "deployment"]: place.name };
  const number = await nextNumber(tx, workspaceId);
  const title = titleOf(place.name, signal);
  const incident = await tx.incident.create({
    data: { workspaceId, ...subjectOf(signalled), number, title, severity },
  });
  await appendEvent(tx, incident, { kind: "opened", note: summary, actorId: null });
  await recordAudit(tx, systemIn(workspaceId), {
    action: "incident.opened",
    subject: `incident ${number}`,
    label: title,
    after: { ...subject, severity, signal: signal.key, summary },
  });
  await tell(tx, tellingOf(signalled, place, incident), true);
  return incident;
}

/** Adds a signal to what is open; what is worse than before is told anew. */
async function join(
  tx: Tx,
  signalled: Signalled,
  place: Place,
  incident: Row<"Incident">,
): Promise<void> {
  const { signal } = signalled;
  const key = { incidentId_key: { incidentId: incident.id, key: signal.key } };
  const before = await tx.incidentSignal.findUnique({ where: key, select: { isFiring: true } });
  if (!before?.isFiring)
    await appendEvent(tx, incident, { kind: "signalled", note: signal.summary, actorId: null });
  // Only these three are ever stored.
  const isGraver = isWorse(signal.severity, incident.severity as Severity);
  // What was held back is told with the next thing that is told.
  if (!isGraver && incident.heldSince === null) return;
  const severity = isGraver ? signal.severity : incident.severity;
  const graver = await tx.incident.update({ where: { id: incident.id }, data: { severity } });
  await tell(tx, tellingOf(signalled, place, graver), false);
}

/**
 * Takes up what was found about a deployment or a dataset: it opens an incident, or comes to the one that is not resolved. The same thing of the
 * same moment is taken up once.
 */
export async function takeUpSignal(signalled: Signalled): Promise<void> {
  const { workspaceId, signal } = signalled;
  const number = await db().$transaction(async (tx) => {
    const place = await lockPlace(tx, signalled);
    if (await isKnown(tx, signalled)) return null;
    const unresolved = await tx.incident.findFirst({
      where: { workspaceId, ...subjectOf(signalled), status: { not: "resolved" } },
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
    if (!("datasetId" in signalled))
      await answerSignal(tx, { incident, deploymentId: signalled.deploymentId, signal });
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
      const { count } = await tx.incidentSignal.updateMany({
        where: { workspaceId, incidentId: incident.id, key, isFiring: true },
        data: { isFiring: false },
      });
      // Another process said so meanwhile.
      if (count === 0) continue;
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
