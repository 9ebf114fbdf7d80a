import "server-only";
import { recordAudit, systemIn } from "@/lib/audit/record";
import { publicUrl } from "@/lib/core/env";
import { routes as pages } from "@/lib/core/routes";
import type { Row, Tx } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { notify } from "@/lib/events/notify";
import { publishEvent } from "@/lib/events/publish";
import type { Severity } from "@/lib/monitors/schema/alerts";
import type { AlertRouteDto } from "../dto/routes";
import { holding } from "../rules/maintenance";
import { routeFor } from "../rules/routes";
import type { SignalKind } from "../schema/incidents";
import { appendEvent } from "../sql/incidents";
import { readMaintenance } from "../sql/maintenance";
import { readRouted, readRoutes } from "../sql/routes";

const MINUTE_MS = 60_000;

/** What is told of an incident. */
export interface Telling {
  incident: Row<"Incident">;
  /** What it is of. */
  place: { name: string; createdById: string | null; workspace: { slug: string } };
  /** What is told about it. */
  signal: { kind: SignalKind; severity: Severity; summary: string; monitorId: number | null };
}

const urlOf = ({ incident, place }: Telling): string =>
  publicUrl() + pages.incident(place.workspace.slug, incident.number);

const eventData = (telling: Telling) => ({
  ...{ name: telling.incident.title, number: telling.incident.number },
  severity: telling.incident.severity,
  [telling.incident.deploymentId === null ? "dataset" : "deployment"]: telling.place.name,
  summary: telling.signal.summary,
  url: urlOf(telling),
});

/** The maintenance that keeps an incident from being told; undefined when none does. */
export async function heldBy({ incident, signal }: Pick<Telling, "incident" | "signal">) {
  const { workspaceId, deploymentId } = incident;
  const found = {
    deploymentId: deploymentId === null ? null : Number(deploymentId),
    monitorId: signal.monitorId,
  };
  return holding(await readMaintenance(pool(), workspaceId), found, Date.now());
}

/** The route by which an incident is told: the first that fits, or the first after another one. */
async function findRoute(tx: Tx, { incident, signal }: Telling, after?: string) {
  const { workspaceId, deploymentId, ownerId } = incident;
  const routes = await readRoutes(pool(), workspaceId);
  if (routes.length === 0) return undefined;
  const { severity, kind } = signal;
  const routed = await readRouted(tx, { workspaceId, deploymentId, ownerId, severity, kind });
  return routeFor(routes, routed, after);
}

/** Whoever made what the incident is of, or a monitor of it. */
async function concerned(tx: Tx, { incident, place }: Telling): Promise<string[]> {
  const { workspaceId, deploymentId, datasetId } = incident;
  const monitors = await tx.monitor.findMany({
    where: { workspaceId, deploymentId, datasetId, removedAt: null },
    select: { createdById: true },
  });
  const makers = monitors.map(({ createdById }) => createdById);
  return place.createdById ? [place.createdById, ...makers] : makers;
}

const escalationOf = (route: AlertRouteDto | undefined): Date | null =>
  route?.escalateMinutes ? new Date(Date.now() + route.escalateMinutes * MINUTE_MS) : null;

async function notePlace(
  tx: Tx,
  { incident }: Telling,
  route: AlertRouteDto | undefined,
): Promise<void> {
  const webhooks = route?.webhooks.map(({ id }) => id) ?? [];
  await tx.incident.update({
    where: { id: incident.id },
    data: {
      heldSince: null,
      routeId: route?.id ?? null,
      escalatesAt: incident.status === "open" ? escalationOf(route) : null,
      webhookIds: [...new Set([...incident.webhookIds, ...webhooks])],
    },
  });
}

async function hold(tx: Tx, { incident, signal }: Telling, name: string): Promise<void> {
  const { workspaceId, number, title, heldSince } = incident;
  const note = `By maintenance “${name}”: ${signal.summary}`;
  await appendEvent(tx, incident, { kind: "held_back", note, actorId: null });
  if (heldSince === null)
    await tx.incident.update({ where: { id: incident.id }, data: { heldSince: new Date() } });
  await recordAudit(tx, systemIn(workspaceId), {
    action: "incident.held-back",
    subject: `incident ${number}`,
    label: title,
    details: { maintenance: name },
  });
}

/**
 * Tells whom it concerns of an incident: those whom the first route that fits names, else whoever made what it is of. Maintenance
 * holds that back. What was told before goes to those webhooks only that have not heard of it.
 */
export async function tell(tx: Tx, telling: Telling, isAnew: boolean): Promise<void> {
  const maintenance = await heldBy(telling);
  if (maintenance) return hold(tx, telling, maintenance.name);
  const { incident, place, signal } = telling;
  const { workspaceId, number, title, ownerId, webhookIds } = incident;
  const route = await findRoute(tx, telling);
  const people = route ? route.people.map(({ id }) => id) : await concerned(tx, telling);
  await notify(tx, {
    workspaceId,
    userIds: ownerId ? [...people, ownerId] : people,
    kind: "incident.opened",
    title: `Incident ${number}: ${title}`,
    body: signal.summary,
    href: pages.incident(place.workspace.slug, number),
  });
  const hooks = route?.webhooks.map(({ id }) => id).filter((id) => !webhookIds.includes(id)) ?? [];
  const isFirst = isAnew || incident.heldSince !== null;
  if (isFirst || hooks.length > 0)
    await publishEvent(tx, {
      ...{ workspaceId, entity: "incident", action: "opened", data: eventData(telling) },
      webhookIds: hooks,
      isForThem: !isFirst,
    });
  await notePlace(tx, telling, route);
}

/** Tells the route after the one that was told, because nobody took the incident up. Answers whether there is one. */
export async function escalate(tx: Tx, telling: Telling): Promise<boolean> {
  const { incident, place, signal } = telling;
  const { workspaceId, number, title, routeId } = incident;
  const route = routeId ? await findRoute(tx, telling, routeId) : undefined;
  await notePlace(tx, telling, route);
  if (!route) return false;
  await notify(tx, {
    workspaceId,
    userIds: route.people.map(({ id }) => id),
    kind: "incident.opened",
    title: `Nobody has taken up incident ${number}: ${title}`,
    body: signal.summary,
    href: pages.incident(place.workspace.slug, number),
  });
  await publishEvent(tx, {
    ...{ workspaceId, entity: "incident", action: "escalated", data: eventData(telling) },
    webhookIds: route.webhooks.map(({ id }) => id),
  });
  const note = `Nobody had taken it up: told by the route “${route.name}”`;
  await appendEvent(tx, incident, { kind: "escalated", note, actorId: null });
  await recordAudit(tx, systemIn(workspaceId), {
    action: "incident.escalated",
    subject: `incident ${number}`,
    label: title,
    details: { route: route.name },
  });
  return true;
}
