import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { type AuditValues, recordAudit } from "@/lib/audit/record";
import { publicUrl } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import { db, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import { publishEvent } from "@/lib/events/publish";
import type { IncidentDto } from "../dto/incidents";
import { getIncident } from "../queries/incidents";
import { publishedIncident } from "../rules/published";
import { assertUnresolved } from "../rules/status";
import type {
  AcknowledgeInput,
  AssignInput,
  CommentInput,
  IncidentEventKind,
  IncidentInput,
  ResolveInput,
} from "../schema/incidents";
import { appendEvent, type LockedIncident, lockIncident, lockSubject } from "../sql/incidents";

interface Step {
  kind: IncidentEventKind;
  note?: string;
  before?: AuditValues;
  after?: AuditValues;
  /** Whether other systems are told. */
  isPublished?: boolean;
}

/** Writes down what somebody did with an incident: in its course, in the audit trail, and to those who asked for such events. */
async function record(
  tx: Tx,
  actor: Actor,
  incident: LockedIncident,
  { kind, note = "", before, after, isPublished = false }: Step,
): Promise<void> {
  const { number, title } = incident;
  await appendEvent(tx, incident, { kind, note, actorId: actor.userId });
  await recordAudit(tx, actor, {
    action: `incident.${kind}`,
    subject: `incident ${number}`,
    label: title,
    ...{ before, after },
    details: note === "" ? undefined : { note },
  });
  if (!isPublished) return;
  await publishEvent(tx, {
    workspaceId: actor.workspaceId,
    // Those who were told of it hear how it goes on.
    webhookIds: incident.webhookIds,
    entity: "incident",
    action: kind,
    data: {
      ...publishedIncident(incident, publicUrl() + routes.incident(actor.workspaceSlug, number)),
      by: actor.email,
      ...(kind === "resolved" ? { resolution: note } : {}),
    },
  });
}

async function change(
  actor: Actor,
  { incident }: IncidentInput,
  work: (tx: Tx, found: LockedIncident) => Promise<void>,
): Promise<IncidentDto> {
  await db().$transaction(async (tx) =>
    work(tx, await lockIncident(tx, actor.workspaceId, incident)),
  );
  announce(actor.workspaceId, "incidents", `incident:${incident}`);
  return getIncident(actor, { incident });
}

const update = (
  tx: Tx,
  { id }: LockedIncident,
  data: Parameters<Tx["incident"]["update"]>[0]["data"],
) => tx.incident.update({ where: { id }, data });

/** Takes an incident up: from then on it is known who looks into it. Once is enough. */
export async function acknowledgeIncident(
  actor: Actor,
  { note, ...place }: AcknowledgeInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  return change(actor, place, async (tx, incident) => {
    assertUnresolved(incident);
    if (incident.status === "acknowledged") return;
    const ownerId = incident.ownerId ?? actor.userId;
    await update(tx, incident, {
      status: "acknowledged",
      acknowledgedAt: new Date(),
      ownerId,
      escalatesAt: null,
    });
    const after = { status: "acknowledged", owner: ownerId };
    await record(tx, actor, incident, { kind: "acknowledged", note, after, isPublished: true });
  });
}

/** Says whose it is. Throws INVALID for somebody who is no member. */
export async function assignIncident(
  actor: Actor,
  { ownerId, ...place }: AssignInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  return change(actor, place, async (tx, incident) => {
    if (incident.ownerId === ownerId) return;
    const { workspaceId } = actor;
    const owner =
      ownerId === null
        ? null
        : await tx.user.findFirst({
            where: { id: ownerId, disabledAt: null, memberships: { some: { workspaceId } } },
            select: { name: true },
          });
    if (ownerId !== null && !owner) {
      const message = "Only a member of the workspace can own an incident.";
      throw new AppError("INVALID", message, { ownerId: message });
    }
    await update(tx, incident, { ownerId });
    await record(tx, actor, incident, {
      kind: "assigned",
      note: owner ? `To ${owner.name}` : "To nobody",
      before: { owner: incident.ownerId },
      after: { owner: ownerId },
    });
  });
}

export async function commentOnIncident(
  actor: Actor,
  { note, ...place }: CommentInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  return change(actor, place, (tx, incident) =>
    record(tx, actor, incident, { kind: "commented", note }),
  );
}

/** Closes an incident with what it was and what was done. */
export async function resolveIncident(
  actor: Actor,
  { note, ...place }: ResolveInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  return change(actor, place, async (tx, incident) => {
    assertUnresolved(incident);
    await update(tx, incident, {
      status: "resolved",
      resolvedAt: new Date(),
      resolution: note,
      escalatesAt: null,
    });
    const [before, after] = [{ status: incident.status }, { status: "resolved" }];
    await record(tx, actor, incident, { kind: "resolved", note, before, after, isPublished: true });
  });
}

/** Takes a resolved incident up again. Throws CONFLICT while there is another one of the same. */
export async function reopenIncident(
  actor: Actor,
  { note, ...place }: CommentInput,
): Promise<IncidentDto> {
  assertCan(actor, "incident:write");
  return change(actor, place, async (tx, incident) => {
    if (incident.status !== "resolved") return;
    const { workspaceId, deploymentId, datasetId } = incident;
    await lockSubject(tx, incident);
    const other = await tx.incident.findFirst({
      where: { workspaceId, deploymentId, datasetId, status: { not: "resolved" } },
      select: { number: true },
    });
    if (other)
      throw new AppError("CONFLICT", `Incident ${other.number} of the same is open. Go on there.`);
    await update(tx, incident, { status: "open", resolvedAt: null, acknowledgedAt: null });
    const [before, after] = [{ status: "resolved" }, { status: "open" }];
    await record(tx, actor, incident, { kind: "reopened", note, before, after, isPublished: true });
  });
}
