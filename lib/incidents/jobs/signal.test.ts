import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { uploadReference } from "@/lib/testing/monitors";
import { resolveIncident } from "../commands/incidents";
import { getIncident, listIncidents } from "../queries/incidents";
import { takeUpSignal } from "./signal";

setUpDatabase();

const said = (at: number, key = "monitor 1 drift") => ({
  ...{ key, kind: "drift" as const, severity: "warning" as const, summary: "It drifted" },
  evidence: { at, monitorId: 1, columns: ["amount"], trafficVersion: null },
});

test("what is found about a dataset opens an incident of the dataset, to which more comes until it is resolved", async () => {
  const actor = await makeActor({ role: "contributor" });
  const { datasetId } = await uploadReference(actor);
  const found = { workspaceId: actor.workspaceId, datasetId: BigInt(datasetId) };
  await takeUpSignal({ ...found, signal: said(1) });
  await takeUpSignal({ ...found, signal: said(1, "monitor 2 drift") });
  const incident = await getIncident(actor, { incident: 1 });
  expect(incident).toMatchObject({
    ...{ title: "Drift of customers: amount", deployment: null, isDeploymentDeleted: false },
    dataset: { id: datasetId, name: "customers" },
    signals: [{}, {}],
  });
  await resolveIncident(actor, { incident: 1, note: "A new source." });
  await takeUpSignal({ ...found, signal: said(2) });
  const { items } = await listIncidents(actor, { show: "all", limit: 10 });
  expect(items.map(({ number, dataset }) => [number, dataset?.name])).toEqual([
    [2, "customers"],
    [1, "customers"],
  ]);
});

test("an incident is of a deployment or of a dataset, never of both or of nothing", async () => {
  const { workspaceId } = await makeActor();
  const data = { workspaceId, number: 1, title: "Of nothing", severity: "info" };
  await expect(db().incident.create({ data })).rejects.toThrow(/incidents_one_subject/);
});
