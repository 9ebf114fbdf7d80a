import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createMonitor } from "@/lib/monitors/commands/create";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { resolveIncident } from "../commands/incidents";
import { lookForIncidents } from "../jobs/look";
import { readAnnotations } from "./annotations";

setUpDatabase();

const HOUR = 3_600_000;
const span = () => ({ from: Date.now() - HOUR, to: Date.now() + HOUR });

let actor: Actor;
let monitor: number;
let deploymentId: bigint;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  const sent = ["id", "amount", "country"];
  deploymentId = await makeQuietDeployment(actor, "churn", { sent });
  const reference = await uploadReference(actor);
  const input = createMonitorInput.parse({
    ...{ deployment: "churn", window: "hour", reference, share: 0.3 },
    columns: [{ name: "prediction", isWatched: false }],
  });
  monitor = (await createMonitor(actor, input)).id;
});

test("what happened beside a monitor is told newest first: its definition, the incident of its drift, and its end", async () => {
  expect((await readAnnotations(actor, { monitor, ...span() })).map(({ kind }) => kind)).toContain(
    "definition",
  );
  const rows = Array.from({ length: 150 }, (_row, at) => ({ ...referenceRow(at), amount: 900 }));
  await logRows(actor, deploymentId, rows);
  await lookNow();
  await lookForIncidents();
  const [opened] = await readAnnotations(actor, { monitor, ...span() });
  expect(opened).toMatchObject({ kind: "incident", incident: 1 });
  await resolveIncident(actor, { incident: 1, note: "The price list was doubled." });
  const told = await readAnnotations(actor, { monitor, ...span() });
  expect(told[0]).toMatchObject({
    ...{ kind: "resolved", incident: 1, reason: "The price list was doubled." },
  });
  expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((a, b) => b - a));
  expect(await readAnnotations(actor, { monitor, from: 0, to: 1 })).toEqual([]);
});

test("who may read monitors only is told nothing of deployments and incidents, and a stranger nothing", async () => {
  const scopes = new Set(["monitoring:read"] as const);
  const token = { ...actor, tokenName: "ci", scopes };
  const kinds = (await readAnnotations(token, { monitor, ...span() })).map(({ kind }) => kind);
  expect(kinds).toEqual(["definition"]);
  const stranger = await makeActor({ role: "contributor" });
  await expect(readAnnotations(stranger, { monitor, ...span() })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
