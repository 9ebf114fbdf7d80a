import { expect, test } from "vitest";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { finishRun, makeRunWithPoints } from "@/lib/testing/finished-run";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();

async function finishedRun() {
  const actor = await makeActor({ role: "approver" });
  const token = await makeToken(actor);
  const runUuid = await makeRunWithPoints(actor);
  await finishRun(actor, runUuid);
  const get = (path: string) =>
    door.call("GET", `/api/slipway/v1${path}`, {
      token,
      headers: { "x-mlflow-workspace": actor.workspaceSlug },
    });
  return { runUuid, get };
}

test("the trail and its checkpoints come as files", async () => {
  const { runUuid, get } = await finishedRun();
  const csv = await get("/audit-events/export?format=csv&action=run");
  expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-.*\.csv"/);
  expect(csv.body).toContain(`run.metrics-sealed,run ${runUuid}`);
  const checkpoints = await get("/audit/checkpoints/export");
  expect(checkpoints.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
  expect(checkpoints.body).toMatchObject({ signature: expect.any(String) });
});

test("a run's metrics are proven, and a point that somebody changed is told", async () => {
  const { runUuid, get } = await finishedRun();
  const prove = async () => (await get(`/runs/${runUuid}/metrics-proof`)).body;
  expect(await prove()).toMatchObject({ verdict: "proven", sealed: { points: 5 } });
  await pool().query("UPDATE metric_points SET value = value + 1 WHERE step = 4");
  expect(await prove()).toMatchObject({ verdict: "changed", now: { points: 5 } });
  expect((await get(`/runs/${"0".repeat(32)}/metrics-proof`)).status).toBe(404);
});
