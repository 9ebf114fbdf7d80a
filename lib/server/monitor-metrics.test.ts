import { existsSync, readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { afterEach, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { settleEnv } from "@/lib/core/env";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { pool } from "@/lib/db/pool";
import { lookForIncidents } from "@/lib/incidents/jobs/look";
import { createMonitor } from "@/lib/monitors/commands/create";
import { watchDataset } from "@/lib/monitors/commands/watch-dataset";
import { createMonitorInput, watchDatasetInput } from "@/lib/monitors/schema/monitors";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor({ servesModels: false });

const TOKEN = "a-token-for-prometheus";

let actor: Actor;
let monitor: number;
beforeAll(async () => {
  actor = await makeActor();
  const sent = ["id", "amount", "country"];
  const deploymentId = await makeQuietDeployment(actor, "churn", { sent });
  const reference = await uploadReference(actor);
  const input = { deployment: "churn", name: "Watch", window: "hour", reference, share: 0.3 };
  monitor = (await createMonitor(actor, createMonitorInput.parse(input))).id;
  const rows = Array.from({ length: 150 }, (_row, at) => ({ ...referenceRow(at), country: "it" }));
  await logRows(actor, deploymentId, rows);
  await lookNow();
  await lookForIncidents();
  const performance = `INSERT INTO performance_windows (monitor_id, opens_at, workspace_id, closes_at, version, rows, labelled, verdict,
    measures, estimates) VALUES ($1, '2026-11-01', $2, '2026-11-02', 1, 150, 150, 'missed', '{}', '{}')`;
  await pool().query(performance, [monitor, actor.workspaceId]);
});
afterEach(() => settleEnv({ METRICS_TOKEN: undefined }));

const scrape = async (token?: string) => {
  const { status, body } = await door.call("GET", "/metrics", { token });
  return { status, lines: String(body).split("\n") };
};

test("what monitors found last and incidents that are not resolved are exported, without names to whoever asks", async () => {
  const { status, lines } = await scrape();
  expect(status).toBe(200);
  const labels = `{monitor="${monitor}",name="",workspace="",deployment="",dataset=""}`;
  expect(lines).toContain(`slipway_monitor_drifted${labels} 1`);
  expect(lines).toContain(`slipway_monitor_rows${labels} 150`);
  expect(lines).toContain(`slipway_monitor_performance_missed${labels} 1`);
  expect(lines).toContain(`slipway_monitor_quality_faults${labels} 1`);
  expect(lines).toContain(`slipway_monitor_silent_seconds${labels} 0`);
  expect(lines).toContain('slipway_incidents{severity="warning",status="open"} 1');
});

test("with a token it names them to those who have it, and answers nobody else", async () => {
  settleEnv({ METRICS_TOKEN: TOKEN });
  const { lines } = await scrape(TOKEN);
  expect(lines).toContain(
    `slipway_monitor_drifted{monitor="${monitor}",name="Watch",workspace="${actor.workspaceSlug}",deployment="churn",dataset=""} 1`,
  );
  for (const token of [undefined, "another-token-of-theirs"])
    expect(await door.call("GET", "/metrics", { token })).toMatchObject({
      status: 401,
      body: "METRICS_TOKEN is wanted.",
    });
});

const rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          annotations: z.object({ runbook: z.string() }),
        }),
      ),
    }),
  ),
});

test("a monitor of a dataset is told by the dataset, and follows no clock", async () => {
  settleEnv({ METRICS_TOKEN: TOKEN });
  const { datasetId } = await uploadReference(actor);
  const { id } = await watchDataset(actor, watchDatasetInput.parse({ datasetId, name: "Data" }));
  const lines = Array.from({ length: 200 }, (_row, at) => `${at},${at % 9},de,${at % 2}`);
  const content = ["id,amount,country,left", ...lines, ""].join("\n");
  const file = { datasetId, fileName: "customers.csv" };
  await uploadVersion(actor, file, Readable.from([content]), undefined);
  await lookNow();
  const found = (await scrape(TOKEN)).lines.filter((line) => line.includes(`monitor="${id}"`));
  const labels = `{monitor="${id}",name="Data",workspace="${actor.workspaceSlug}",deployment="",dataset="customers"}`;
  expect(found).toContain(`slipway_monitor_rows${labels} 200`);
  expect(found.join("\n")).not.toContain("silent_seconds");
});

test("alert rules and dashboard ask for metrics that are exported, and every alert has its runbook", async () => {
  const { lines } = await scrape();
  const exported = new Set(lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []));
  const alerts = rules
    .parse(parse(readFileSync("docs/prometheus-alerts.yml", "utf8")))
    .groups.flatMap((group) => group.rules);
  const dashboard = readFileSync("docs/grafana-dashboard.json", "utf8");
  const asked = [...alerts.map(({ expr }) => expr), dashboard]
    .join("\n")
    .matchAll(/\b(slipway_[a-z_]+?)(?:_(?:count|bucket|sum))?\b/g);
  for (const [, name] of asked) expect(exported, `${name} is exported`).toContain(name);
  const labels = /slipway_monitor_drifted\{(.*)\}/.exec(lines.join("\n"))?.[1] ?? "";
  const known = labels.split(",").map((label) => label.split("=")[0]);
  for (const { expr } of alerts.filter((alert) => alert.expr.includes("slipway_monitor_")))
    expect(/ by \((.*?)\)/.exec(expr)?.[1]?.split(", "), expr).toEqual(known);
  expect(alerts.length).toBeGreaterThan(4);
  for (const { alert, annotations } of alerts)
    expect(existsSync(annotations.runbook), `${alert} has a runbook`).toBe(true);
});
