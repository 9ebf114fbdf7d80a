import { expect, test } from "vitest";
import { pool } from "@/lib/db/pool";
import { createMonitor } from "@/lib/monitors/commands/create";
import { endPerformance } from "@/lib/monitors/commands/performance";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { getIncident } from "../queries/incidents";
import { lookForIncidents } from "./look";

setUpDatabase();

test("answers beyond their limit open an incident, those within it end its signal, and so does judging them no more", async () => {
  const actor = await makeActor({ role: "contributor" });
  await makeQuietDeployment(actor, "churn", { sent: ["id", "amount", "country"] });
  const reference = await uploadReference(actor);
  const alerts = JSON.stringify([{ kind: "performance" }]);
  const input = createMonitorInput.parse({ deployment: "churn", window: "hour", reference });
  const { id: monitor } = await createMonitor(actor, input);
  await pool().query("UPDATE monitors SET alerts = $2 WHERE id = $1", [monitor, alerts]);
  const found = async (at: string, verdict: string, value: number) => {
    await pool().query(
      `INSERT INTO performance_windows (monitor_id, opens_at, workspace_id, closes_at, version, rows, labelled, verdict, farthest,
         measures, estimates) VALUES ($1, $2, $3, $2::timestamptz + interval '1 hour', 1, 500, 500, $4, 0.7, $5, '{}')`,
      [
        ...[monitor, at, actor.workspaceId, verdict],
        JSON.stringify({ accuracy: { value, lower: null, upper: null } }),
      ],
    );
    await lookForIncidents();
    return getIncident(actor, { incident: 1 });
  };
  expect(await found("2026-11-01T10:00:00Z", "missed", 0.6)).toMatchObject({
    title: "Performance of churn",
    signals: [
      {
        ...{ kind: "performance", isFiring: true },
        summary: "Accuracy is 60.0 %, below its limit of 70.0 %.",
        evidence: { at: Date.parse("2026-11-01T10:00:00Z"), monitorId: monitor },
      },
    ],
  });
  expect((await found("2026-11-01T11:00:00Z", "met", 0.8)).signals).toMatchObject([
    { isFiring: false },
  ]);
  expect((await found("2026-11-01T12:00:00Z", "missed", 0.5)).signals).toMatchObject([
    { isFiring: true },
  ]);
  await endPerformance(actor, { monitor });
  await lookForIncidents();
  expect((await getIncident(actor, { incident: 1 })).signals).toMatchObject([{ isFiring: false }]);
});
