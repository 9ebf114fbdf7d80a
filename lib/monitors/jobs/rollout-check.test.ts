import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { readRollout } from "@/lib/deployments/queries/rollouts";
import { makeRegistry } from "@/lib/testing/approvals";
import { setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { lookAgain, makePair, observe, roll, serve } from "@/lib/testing/rollouts";
import { createMonitor } from "../commands/create";
import { reviseMonitor } from "../commands/monitors";
import { createMonitorInput } from "../schema/monitors";
import { readRevisionDrift } from "./revision-drift";

setUpDatabase();

let owner: Actor;
let reference: { datasetId: number; version: number };
beforeAll(async () => {
  owner = (await makeRegistry()).owner;
  reference = await uploadReference(owner);
});

async function watch(deployment: string): Promise<number> {
  const columns = ["prediction", "left"].map((name) => ({ name, isWatched: false }));
  const input = { deployment, window: "hour", reference, share: 0.3, columns };
  return (await createMonitor(owner, createMonitorInput.parse(input))).id;
}

const checks = (monitor: number, more: object = {}) => ({
  checks: [{ key: "drift", role: "guardrail", metric: { kind: "monitor", monitor }, ...more }],
});
const read = (deployment: string) => readRollout(owner, { deployment, rollout: 1 });

/** The candidate has its first share of the traffic, and a monitor to pass. */
async function begun(name: string): Promise<void> {
  await makePair(owner, name);
  await roll(owner, name, checks(await watch(name)));
  await lookAgain();
  await observe(name, [2]);
  await lookAgain();
  expect(await read(name)).toMatchObject({ phase: "progressing", step: 0 });
}

const many = (more: object = {}) =>
  Array.from({ length: 300 }, (_row, at) => ({ ...referenceRow(at), ...more }));

async function come(name: string, more: object = {}, revision = 2): Promise<void> {
  const { id } = await db().deployment.findFirstOrThrow({
    where: { workspaceId: owner.workspaceId, name },
  });
  await logRows(owner, id, many(more), { revision });
  await lookNow();
  await lookAgain();
}

test("a step waits for rows of the candidate, goes on when they have not drifted, and goes back when they have", async () => {
  await begun("watched");
  await serve("watched", 2, { requests: 500 });
  await lookAgain();
  const early = { key: "drift", verdict: "no_data", isEarly: true };
  expect(await read("watched")).toMatchObject({ step: 0, checks: [early] });
  await come("watched");
  const step = { phase: "progressing", step: 1 };
  expect(await read("watched")).toMatchObject(step);
  await lookAgain();
  expect(await read("watched"), "what was judged before the step says nothing of it").toMatchObject(
    {
      ...{ ...step, checks: [{ verdict: "no_data" }] },
    },
  );
  await come("watched", { country: "it" });
  const { phase, reasonCode, check } = await read("watched");
  expect({ phase, reasonCode, check }).toEqual({
    ...{ phase: "rolling_back", reasonCode: "guardrail_failed", check: "drift" },
  });
});

test("what the stable revision is sent says nothing of the candidate", async () => {
  await begun("mixed");
  await serve("mixed", 2, { requests: 500 });
  await come("mixed", { country: "it" }, 1);
  expect(await read("mixed")).toMatchObject({
    ...{ phase: "progressing", step: 0, checks: [{ verdict: "no_data", samples: 0 }] },
  });
  await come("mixed");
  expect(await read("mixed")).toMatchObject({ phase: "progressing", step: 1 });
});

test("rows of whole hours are read from the counts, and of no other revision", async () => {
  await begun("counted");
  const { id } = await db().deployment.findFirstOrThrow({ where: { name: "counted" } });
  const { id: monitor } = await db().monitor.findFirstOrThrow({ where: { deploymentId: id } });
  const hour = 3_600_000;
  const since = new Date(Math.floor(Date.now() / hour) * hour - 3 * hour + 1_000);
  const drifted = many({ country: "it" });
  await logRows(owner, id, drifted, { revision: 1, at: since.getTime() + hour });
  await logRows(owner, id, many(), { revision: 2, at: since.getTime() - 500 });
  await logRows(owner, id, many(), { revision: 2, at: since.getTime() + 500 });
  await logRows(owner, id, many(), { revision: 2, at: since.getTime() + hour });
  await lookNow();
  const asked = { workspaceId: owner.workspaceId, deploymentId: Number(id), revision: 2 };
  const rows = { ...asked, isShadow: false, since };
  expect(await readRevisionDrift(Number(monitor), rows)).toMatchObject({
    window: { verdict: "stable", rows: 600 },
    isOverdue: true,
  });
  await db().$executeRaw`DELETE FROM predictions WHERE at > ${new Date(since.getTime() + 1_000)}`;
  expect(await readRevisionDrift(Number(monitor), rows)).toMatchObject({ window: { rows: 600 } });
  expect(await readRevisionDrift(Number(monitor), { ...rows, revision: 1 })).toMatchObject({
    window: { verdict: "drifted", rows: 300 },
  });
});

test("a rollout refuses to start when it asks a monitor that watches something else, or rests", async () => {
  await makePair(owner, "other");
  await makePair(owner, "own");
  const refusal = { code: "CONFLICT", message: expect.stringContaining("does not watch") };
  const other = await watch("other");
  await expect(roll(owner, "own", checks(other))).rejects.toMatchObject(refusal);
  await reviseMonitor(owner, { monitor: other, isPaused: true });
  await expect(roll(owner, "other", checks(other))).rejects.toMatchObject(refusal);
});
