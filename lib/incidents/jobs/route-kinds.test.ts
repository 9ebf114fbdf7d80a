import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { resolveIncident } from "../commands/incidents";
import { addRoute } from "../commands/routes";
import { SIGNAL_KINDS } from "../schema/incidents";
import { alertRouteInput } from "../schema/routes";
import { takeUpSignal } from "./signal";

setUpDatabase();

test("a route may want any kind of what is found, and is told of no other", async () => {
  const admin = await makeActor({ role: "admin" });
  const { workspaceId, userId } = admin;
  const deploymentId = await makeQuietDeployment(admin, "churn", { sent: ["amount"] });
  for (const kind of SIGNAL_KINDS)
    await addRoute(
      admin,
      alertRouteInput.parse({ name: kind, match: { kinds: [kind] }, userIds: [userId] }),
    );
  for (const kind of SIGNAL_KINDS) {
    const evidence = { at: 1, monitorId: null, columns: [], trafficVersion: null };
    const found = { key: kind, kind, severity: "warning", summary: "It is so.", evidence } as const;
    await takeUpSignal({ workspaceId, deploymentId, signal: found });
    const { routeId, number } = await db().incident.findFirstOrThrow({
      where: { workspaceId, status: "open" },
    });
    const { name } = await db().alertRoute.findUniqueOrThrow({ where: { id: routeId ?? "" } });
    expect(name).toBe(kind);
    await resolveIncident(admin, { incident: number, note: "Over." });
  }
  const odd = { name: "Odd", match: { kinds: ["weather"] }, userIds: [userId] };
  expect(() => alertRouteInput.parse(odd)).toThrow();
});
