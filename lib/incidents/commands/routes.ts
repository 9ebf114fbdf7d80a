import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, type Tx } from "@/lib/db/client";
import { announce } from "@/lib/events/announce";
import type { AlertRouteDto } from "../dto/routes";
import { listRoutes } from "../queries/routes";
import type {
  AlertRouteInput,
  MoveRouteInput,
  OneRouteInput,
  ReviseRouteInput,
} from "../schema/routes";
import { MAX_ROUTES, routeNotFound } from "../sql/routes";

/** All routes of a workspace in their order, which nobody else changes meanwhile. */
async function lockRoutes(tx: Tx, { workspaceId }: Actor) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alert routes ${workspaceId}`}, 0))`;
  return tx.alertRoute.findMany({
    where: { workspaceId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
}
type Routes = Awaited<ReturnType<typeof lockRoutes>>;

function findRoute(routes: Routes, id: string): Routes[number] {
  const found = routes.find((route) => route.id === id);
  if (!found) throw routeNotFound();
  return found;
}

/** Throws INVALID for somebody who is no member and for a webhook that is not there. */
async function assertTold(
  tx: Tx,
  { workspaceId }: Actor,
  { userIds, webhookIds }: AlertRouteInput,
): Promise<void> {
  const people = await tx.membership.count({
    where: { workspaceId, userId: { in: userIds }, user: { disabledAt: null } },
  });
  if (people < new Set(userIds).size) {
    const message = "Only members of the workspace can be told.";
    throw new AppError("INVALID", message, { userIds: message });
  }
  const webhooks = await tx.webhook.count({ where: { workspaceId, id: { in: webhookIds } } });
  if (webhooks === new Set(webhookIds).size) return;
  const message = "Choose webhooks that are there.";
  throw new AppError("INVALID", message, { webhookIds: message });
}

function assertFree(routes: Routes, { name }: AlertRouteInput, id?: string): void {
  if (!routes.some((route) => route.name === name && route.id !== id)) return;
  const message = `There is a route “${name}” already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

const columnsOf = ({ name, match, userIds, webhookIds, escalateMinutes }: AlertRouteInput) => ({
  ...{ name, match, escalateMinutes },
  userIds: [...new Set(userIds)],
  webhookIds: [...new Set(webhookIds)],
});

type Columns = Pick<Routes[number], "name" | "userIds" | "webhookIds" | "escalateMinutes"> & {
  match: unknown;
};

const auditOf = ({ name, match, userIds, webhookIds, escalateMinutes }: Columns) => ({
  ...{ name, userIds, webhookIds, escalateMinutes },
  match: JSON.stringify(match),
});

/** Adds a route behind the others. */
export async function addRoute(actor: Actor, input: AlertRouteInput): Promise<AlertRouteDto> {
  assertCan(actor, "alert-route:manage");
  const { workspaceId, userId: createdById } = actor;
  const data = columnsOf(input);
  const made = await db().$transaction(async (tx) => {
    const routes = await lockRoutes(tx, actor);
    assertFree(routes, input);
    if (routes.length >= MAX_ROUTES)
      throw new AppError("CONFLICT", `A workspace has at most ${MAX_ROUTES} routes.`);
    await assertTold(tx, actor, input);
    const position = routes.length + 1;
    const row = await tx.alertRoute.create({
      data: { workspaceId, createdById, position, ...data },
    });
    await recordAudit(tx, actor, {
      action: "alert-route.added",
      subject: `alert route ${row.id}`,
      label: row.name,
      after: auditOf(data),
    });
    return row;
  });
  announce(workspaceId, "incidents");
  return readOne(actor, made.id);
}

async function readOne(actor: Actor, routeId: string): Promise<AlertRouteDto> {
  const { items } = await listRoutes(actor);
  const found = items.find(({ id }) => id === routeId);
  if (!found) throw routeNotFound();
  return found;
}

export async function reviseRoute(
  actor: Actor,
  { routeId, ...input }: ReviseRouteInput,
): Promise<AlertRouteDto> {
  assertCan(actor, "alert-route:manage");
  const { workspaceId } = actor;
  const data = columnsOf(input);
  await db().$transaction(async (tx) => {
    const routes = await lockRoutes(tx, actor);
    const before = findRoute(routes, routeId);
    assertFree(routes, input, routeId);
    await assertTold(tx, actor, input);
    await tx.alertRoute.update({ where: { id: routeId, workspaceId }, data });
    await recordAudit(tx, actor, {
      action: "alert-route.revised",
      subject: `alert route ${routeId}`,
      label: data.name,
      before: auditOf(before),
      after: auditOf(data),
    });
  });
  announce(workspaceId, "incidents");
  return readOne(actor, routeId);
}

async function renumber(tx: Tx, workspaceId: string, routes: Routes): Promise<void> {
  for (const [index, { id }] of routes.entries())
    await tx.alertRoute.update({ where: { id, workspaceId }, data: { position: index + 1 } });
}

/** Puts a route at another place in the order. */
export async function moveRoute(
  actor: Actor,
  { routeId, position }: MoveRouteInput,
): Promise<AlertRouteDto> {
  assertCan(actor, "alert-route:manage");
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    const routes = await lockRoutes(tx, actor);
    const route = findRoute(routes, routeId);
    const ordered = routes.filter((one) => one !== route);
    ordered.splice(position - 1, 0, route);
    await renumber(tx, workspaceId, ordered);
    await recordAudit(tx, actor, {
      action: "alert-route.moved",
      subject: `alert route ${routeId}`,
      label: route.name,
      before: { position: routes.indexOf(route) + 1 },
      after: { position: ordered.indexOf(route) + 1 },
    });
  });
  announce(workspaceId, "incidents");
  return readOne(actor, routeId);
}

export async function deleteRoute(actor: Actor, { routeId }: OneRouteInput): Promise<void> {
  assertCan(actor, "alert-route:manage");
  const { workspaceId } = actor;
  await db().$transaction(async (tx) => {
    const routes = await lockRoutes(tx, actor);
    const before = findRoute(routes, routeId);
    await tx.alertRoute.delete({ where: { id: routeId, workspaceId } });
    await renumber(
      tx,
      workspaceId,
      routes.filter((route) => route !== before),
    );
    await recordAudit(tx, actor, {
      action: "alert-route.deleted",
      subject: `alert route ${routeId}`,
      label: before.name,
      before: auditOf(before),
    });
  });
  announce(workspaceId, "incidents");
}
