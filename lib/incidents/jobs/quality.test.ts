import { expect, test } from "vitest";
import { createMonitor } from "@/lib/monitors/commands/create";
import { reviseMonitor } from "@/lib/monitors/commands/monitors";
import { alerts } from "@/lib/monitors/schema/alerts";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { getIncident } from "../queries/incidents";
import { lookForIncidents } from "./look";

setUpDatabase();

const HOUR = 3_600_000;

test("data that are not as they were open an incident, those that are again end its signal, and old ones open it too", async () => {
  const actor = await makeActor({ role: "contributor" });
  const sent = ["id", "amount", "country"];
  const deploymentId = await makeQuietDeployment(actor, "churn", { sent });
  const reference = await uploadReference(actor);
  const quality = { freshMinutes: 600 };
  const input = { deployment: "churn", window: "hour", reference, quality };
  const { id: monitor } = await createMonitor(actor, createMonitorInput.parse(input));
  await reviseMonitor(actor, { monitor, alerts: alerts.parse([{ kind: "quality" }]) });
  const now = Math.floor(Date.now() / HOUR) * HOUR;
  const come = async (hoursAgo: number, amount: (at: number) => unknown) => {
    const rows = Array.from({ length: 150 }, (_row, at) => ({
      ...referenceRow(at),
      amount: amount(at),
    }));
    await logRows(actor, deploymentId, rows, { at: now - hoursAgo * HOUR });
    await lookNow();
    await lookForIncidents();
    return getIncident(actor, { incident: 1 });
  };
  const opened = await come(20, (at) => at % 100);
  expect(opened, "the newest row is twenty hours old").toMatchObject({
    title: "Quality of data of churn",
    signals: [
      {
        kind: "quality",
        isFiring: true,
        summary: expect.stringMatching(/minutes old; at most 600/),
      },
    ],
  });
  expect((await come(3, (at) => at % 100)).signals).toMatchObject([{ isFiring: false }]);
  expect((await come(2, (at) => (at % 2 === 0 ? null : at % 100))).signals).toMatchObject([
    {
      isFiring: true,
      summary: expect.stringMatching(/^Data are not as they were\. amount: 50\.0\s% missing/),
      evidence: { at: now - 2 * HOUR, columns: ["amount"] },
    },
  ]);
});
