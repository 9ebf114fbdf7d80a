import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { routes } from "@/lib/core/routes";
import { db } from "@/lib/db/client";
import { testWebhook } from "@/lib/events/commands/deliveries";
import { notify } from "@/lib/events/notify";
import type { RouteTestDto } from "../dto/routes";
import { listRoutes } from "../queries/routes";
import type { OneRouteInput } from "../schema/routes";
import { routeNotFound } from "../sql/routes";

/** Tells everybody whom a route tells, now, and says that nothing happened. Answers what webhooks answered. */
export async function testRoute(actor: Actor, { routeId }: OneRouteInput): Promise<RouteTestDto> {
  assertCan(actor, "alert-route:manage");
  const { workspaceId } = actor;
  const { items } = await listRoutes(actor);
  const route = items.find(({ id }) => id === routeId);
  if (!route) throw routeNotFound();
  const people = await db().$transaction(async (tx) => {
    await recordAudit(tx, actor, {
      action: "alert-route.tested",
      subject: `alert route ${routeId}`,
      label: route.name,
    });
    return notify(tx, {
      workspaceId,
      userIds: route.people.map(({ id }) => id),
      kind: "incident.opened",
      title: `Test of the route “${route.name}”`,
      body: "Nothing happened: somebody tried whom this route tells.",
      href: routes.incidents(actor.workspaceSlug),
    });
  });
  const webhooks = [];
  for (const { id: webhookId, name } of route.webhooks) {
    const { attempts } = await testWebhook(actor, { webhookId, event: "incident.opened" });
    const last = attempts.at(-1);
    webhooks.push({ name, status: last?.status ?? null, error: last?.error ?? null });
  }
  return { people, webhooks };
}
