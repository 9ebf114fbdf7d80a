import { Readable } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { putRunArtifact } from "@/lib/runs/commands/artifacts";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { redefineMonitor } from "../commands/redefine";
import { redefineMonitorInput } from "../schema/definitions";
import { createMonitorInput, type MonitorDefinition } from "../schema/monitors";
import { listWindows } from "./monitors";

setUpDatabase();

let actor: Actor;
let runUuid: string;
let deploymentId: bigint;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  await createRegisteredModel(actor, { name: "churn", tags: [] });
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const run = { experimentId, name: "boosted", userId: "", startTime: 0, tags: [] };
  runUuid = (await createRun(actor, run)).uuid;
  await createModelVersion(actor, { name: "churn", source: "s3://b/one", runUuid, tags: [] });
  const { id } = await db().modelVersion.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  const sent = ["id", "amount", "country"];
  deploymentId = await makeQuietDeployment(actor, "churn", { sent, modelVersionId: id });
});

const log = (kind: string, found: object) =>
  putRunArtifact(
    actor,
    { runUuid, path: `feature_importance_${kind}.json` },
    Readable.from([JSON.stringify(found)]),
  );
async function watch(more: object = {}) {
  const reference = await uploadReference(actor);
  const input = { deployment: "churn", window: "hour", reference, ...more };
  return createMonitor(actor, createMonitorInput.parse(input));
}
const redefine = (monitor: number, version: number, settings: object) =>
  redefineMonitor(actor, {
    monitor,
    ...redefineMonitorInput.parse({ version, window: "hour", ...settings }),
  });
const weightsOf = ({ columns }: MonitorDefinition) =>
  Object.fromEntries(columns.map(({ name, importance }) => [name, importance]));

const EQUAL = { amount: 1, country: 1, prediction: 1 };
const GAINED = { amount: 0.9, country: 0.1, prediction: 0.5 };

test("a new monitor weighs columns as the run of the served version did, and names the file", async () => {
  await log("split", { amount: 1, country: 1 });
  await log("gain", { amount: 90, country: 10 });
  const { id, definition } = await watch();
  expect(weightsOf(definition)).toEqual(GAINED);
  expect(definition.importanceSource).toEqual({
    ...{ run: runUuid, runName: "boosted", file: "feature_importance_gain.json" },
  });
  const rows = Array.from({ length: 300 }, (_row, at) => ({ ...referenceRow(at), amount: 99 }));
  await logRows(actor, deploymentId, rows.slice(0, 150), { answer: 0 });
  await logRows(actor, deploymentId, rows.slice(150), { answer: 1 });
  await lookNow();
  const { items } = await listWindows(actor, { monitor: id, limit: 1 });
  expect(items[0]).toMatchObject({ verdict: "drifted", share: 0.6 });
});

test("where the run logged none, or somebody says otherwise, each column weighs 1", async () => {
  const { id, definition } = await watch();
  expect([weightsOf(definition), definition.importanceSource]).toEqual([EQUAL, null]);
  await expect(redefine(id, 1, { importances: "run" })).rejects.toMatchObject({
    ...{ code: "INVALID", message: expect.stringMatching(/logged no importance/) },
  });
  await log("gain", { amount: 90, country: 10 });
  const own = await watch({ name: "own", importances: "columns" });
  expect(weightsOf(own.definition)).toEqual(EQUAL);
});

test("a definition takes the run's importances when it is asked to, and forgets their source once one of them changes", async () => {
  const { id } = await watch();
  await log("gain", { amount: 90, country: 10 });
  const taken = await redefine(id, 1, { importances: "run" });
  expect(weightsOf(taken.definition)).toEqual(GAINED);
  const said = taken.definition.columns.map(({ name, importance }) => ({ name, importance }));
  const same = await redefine(id, 2, { share: 0.3, columns: said });
  expect(same.definition).toMatchObject({ share: 0.3, importanceSource: { run: runUuid } });
  const other = await redefine(id, 3, {
    columns: [...said.slice(1), { name: "amount", importance: 0.5 }],
  });
  expect(other.definition.importanceSource).toBeNull();
});
