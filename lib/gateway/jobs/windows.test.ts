import { beforeAll, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { latencyPlace } from "@/lib/deployments/rules/latency";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { addWindows, forgetWindows } from "../sql/windows";
import { type Served, ServingWindows } from "./windows";

setUpDatabase();

let actor: Actor;
let deploymentId: bigint;

beforeAll(async () => {
  actor = await makeActor();
  const { workspaceId, userId } = actor;
  const environment = await db().deploymentEnvironment.findFirstOrThrow({
    where: { workspaceId, name: "staging" },
  });
  const plan = {
    weights: [{ revision: 1, weight: 10_000 }],
    slots: [{ revision: 1, from: 0, to: 10_000 }],
    shadows: [],
    seed: "s",
    stickyHeader: null,
    overrides: [],
  };
  // A plan in force is checked at the end of the transaction.
  deploymentId = await db().$transaction(async (tx) => {
    const { id } = await tx.deployment.create({
      data: { workspaceId, name: "churn", environmentId: environment.id, createdById: userId },
    });
    await tx.deploymentRevision.create({
      data: {
        workspaceId,
        deploymentId: id,
        number: 1,
        modelName: "churn",
        modelVersion: 1,
        backend: "onnx",
        settings: { kind: "onnx" },
        createdById: userId,
      },
    });
    await tx.trafficPlan.create({
      data: { workspaceId, deploymentId: id, version: 1, plan, origin: "person" },
    });
    return id;
  });
});

const served = (more: Partial<Served> = {}): Served => ({
  workspaceId: actor.workspaceId,
  deploymentId,
  revision: 1,
  isShadow: false,
  ...more,
});

const stored = (revision: number) =>
  db().servingWindow.findMany({ where: { deploymentId, revision }, orderBy: { bucket: "asc" } });

test("gateways add up what they count in the same five seconds", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_001_000 });
  try {
    const gateways = [new ServingWindows(), new ServingWindows()];
    for (const gateway of gateways) {
      gateway.answered(served(), 3, false);
      gateway.answered(served(), 40, true);
      gateway.rejected(served());
      gateway.compared(served({ isShadow: true }), false);
    }
    await Promise.all(gateways.map((gateway) => gateway.flush()));
    vi.setSystemTime(1_800_000_006_000);
    gateways[0]?.answered(served(), 3, false);
    await gateways[0]?.flush();
  } finally {
    vi.useRealTimers();
  }
  const rows = await stored(1);
  const [first, shadow] = [false, true].map((isShadow) =>
    rows.find((row) => row.isShadow === isShadow),
  );
  expect(rows).toHaveLength(3);
  expect(first).toMatchObject({
    bucket: new Date(1_800_000_000_000),
    requests: 4n,
    errors: 2n,
    rejected: 2n,
  });
  expect(first?.latency[latencyPlace(3)]).toBe(2n);
  expect(first?.latency[latencyPlace(40)]).toBe(2n);
  const minutes = await db().servingMinute.findMany({
    where: { deploymentId, isShadow: false, bucket: new Date(1_800_000_000_000) },
  });
  expect(minutes).toMatchObject([{ requests: 5n, errors: 2n, rejected: 2n }]);
  expect(minutes[0]?.latency[latencyPlace(3)]).toBe(3n);
  const days = await db().servingDay.findMany({ where: { deploymentId, isShadow: false } });
  expect(days).toMatchObject([{ requests: 5n, errors: 2n, rejected: 2n }]);
  expect(days[0]?.bucket.toISOString()).toBe("2027-01-15T00:00:00.000Z");
  expect(shadow).toMatchObject({ requests: 0n, compared: 2n, differed: 2n });
});

test("what could not be written is written later, once", async () => {
  let isAway = true;
  const windows = new ServingWindows(async (rows) => {
    if (isAway) throw new Error("The database is away.");
    await addWindows(rows);
  });
  windows.answered(served({ revision: 2 }), 1, false);
  await windows.flush();
  windows.answered(served({ revision: 2 }), 1, false);
  isAway = false;
  await windows.flush();
  const rows = await stored(2);
  expect(rows.reduce((sum, { requests }) => sum + requests, 0n)).toBe(2n);
});

test("windows are forgotten after a week", async () => {
  const old = new Date(Date.now() - 8 * 24 * 3_600_000);
  await db().servingWindow.create({
    data: { workspaceId: actor.workspaceId, deploymentId, revision: 3, bucket: old, latency: [] },
  });
  await forgetWindows();
  expect(await stored(3)).toEqual([]);
});
