import { Readable } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { lookForIncidents } from "@/lib/incidents/jobs/look";
import { getIncident, listIncidents } from "@/lib/incidents/queries/incidents";
import { auditTrail } from "@/lib/testing/audit";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { lookNow, uploadReference } from "@/lib/testing/monitors";
import { reviseMonitor } from "../commands/monitors";
import { watchDataset } from "../commands/watch-dataset";
import { comparisonCsv, comparisonHtml } from "../dto/comparison-files";
import { compareSides } from "../queries/comparisons";
import { listMonitors, listWindows, readDistribution } from "../queries/monitors";
import { readMonitorPage } from "../queries/screens";
import { compareSidesInput } from "../schema/comparisons";
import { readMonitorPageInput, watchDatasetInput } from "../schema/monitors";

setUpDatabase();

let actor: Actor;
let datasetId: number;
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  datasetId = (await uploadReference(actor)).datasetId;
});

const COUNTRIES = ["de", "fr", "es"];
async function upload(
  cell: (at: number) => string | number,
  { columns = "id,amount,country,left", rows = 600 } = {},
) {
  const lines = Array.from(
    { length: rows },
    (_row, at) => `${5_000 + at},${cell(at)},${COUNTRIES[at % 3]},${at % 2}`,
  );
  const content = [columns, ...lines, ""].join("\n");
  const input = { datasetId, fileName: "customers.csv" };
  return uploadVersion(actor, input, Readable.from([content]), undefined);
}

const watch = (more: object = {}) =>
  watchDataset(actor, watchDatasetInput.parse({ datasetId, ...more }));
const windowsOf = async (monitor: number) =>
  (await listWindows(actor, { monitor, limit: 50 })).items;

test("each later version of a watched dataset is a window beside the reference, judged once", async () => {
  const { id, ...made } = await watch({ share: 0.3 });
  expect(made).toMatchObject({
    ...{
      name: "Drift of customers",
      deployment: null,
      dataset: { id: datasetId, name: "customers" },
    },
    reference: { datasetId, version: 1 },
    definition: { window: "version", target: null },
  });
  await lookNow();
  expect(await windowsOf(id)).toEqual([]);
  await upload((at) => (at * 7) % 100);
  await upload((at) => 80 + (at % 40));
  await lookNow();
  const [newest, first, ...others] = await windowsOf(id);
  expect(others).toEqual([]);
  expect([first?.verdict, newest?.verdict]).toEqual(["stable", "drifted"]);
  expect(newest).toMatchObject({ rows: 600, datasetVersion: 3 });
  expect(first).toMatchObject({ datasetVersion: 2 });
  const verdicts = newest?.findings.map(({ name, verdict }) => [name, verdict]);
  expect(verdicts).toEqual([
    ["amount", "drifted"],
    ["country", "stable"],
    ["left", "stable"],
  ]);
  await lookNow();
  expect(await windowsOf(id)).toMatchObject([{ evaluatedAt: newest?.evaluatedAt }, {}]);
  const seen = await readDistribution(actor, {
    ...{ monitor: id, opensAt: newest?.opensAt ?? 0, column: "amount" },
  });
  const sums = seen.bins.map(({ reference, current }) => [reference, current]);
  const sum = (side: 0 | 1) => sums.reduce((total, bin) => total + (bin[side] ?? 0), 0);
  expect([sum(0), sum(1)]).toEqual([600, 600]);
  const page = await readMonitorPage(actor, readMonitorPageInput.parse({ monitor: id }));
  expect(page.heat.windows).toMatchObject([
    { isAfterGap: false, datasetVersion: 2 },
    { isAfterGap: false, datasetVersion: 3 },
  ]);
  expect(page).toMatchObject({
    last: { datasetVersion: 3, sinceVersion: 3 },
    ...{ cell: { datasetVersion: 3 }, quality: { datasetVersion: 3 } },
  });
  expect(seen).toMatchObject({ datasetVersion: 3 });
});

test("versions are compared, exported and told of by their number", async () => {
  const { id } = await watch({ share: 0.3 });
  await upload((at) => at % 100);
  await upload((at) => 80 + (at % 40));
  await lookNow();
  const input = { monitor: id, before: "version:2", after: "version:3" };
  const comparison = await compareSides(actor, compareSidesInput.parse(input));
  expect(comparison).toMatchObject({
    before: { name: "version:2", rows: 600, side: { window: "version", datasetVersion: 2 } },
    after: { name: "version:3" },
    ...{ verdict: "drifted", choices: ["version:3", "version:2"] },
    column: { finding: { name: "amount" }, course: { datasetVersion: 3 } },
  });
  expect([...comparisonCsv(comparison)][1]).toContain("version:2,version:3,600");
  expect(comparisonHtml(comparison, [], 0)).toContain("v3");
  const unknown = compareSidesInput.parse({ ...input, after: "version:9" });
  await expect(compareSides(actor, unknown)).rejects.toThrow(/Version 9 is no window/);
  await lookForIncidents();
  const incident = await getIncident(actor, { incident: 1 });
  expect(incident.signals[0]?.summary).toMatch(/^v3: /);
});

test("a version with a column of another type, without one and with a new one says so", async () => {
  const { id } = await watch();
  await upload((at) => `many ${at % 5}`, { columns: "id,amount,land,left" });
  await lookNow();
  const [window] = await windowsOf(id);
  expect(window?.findings.map(({ name, verdict }) => [name, verdict])).toEqual([
    ["amount", "mistyped"],
    ["country", "missing"],
    ["left", "stable"],
  ]);
  expect(window?.extra).toEqual({ land: 600 });
});

test("a drift of a dataset opens an incident of the dataset", async () => {
  await watch();
  await upload((at) => 90 + (at % 5));
  await upload((at) => 90 + (at % 5), { columns: "id,amount,left,country" });
  await lookNow();
  await lookForIncidents();
  const { items } = await listIncidents(actor, { show: "all", limit: 5 });
  expect(items).toMatchObject([
    { deployment: null, dataset: { id: datasetId }, title: expect.stringContaining("customers") },
  ]);
  expect(await auditTrail(actor, "monitor.created")).toHaveLength(1);
});

test("the reference is the first version that was read, or the one that is named; earlier ones are no windows", async () => {
  await upload((at) => at % 90);
  await upload((at) => at % 80);
  const { id } = await watch({ version: 2, name: "Since the second" });
  await lookNow();
  expect(await windowsOf(id)).toHaveLength(1);
  expect((await listMonitors(actor, { dataset: datasetId, limit: 5 })).items).toMatchObject([
    { id },
  ]);
  await expect(watch({ name: "Since the second" })).rejects.toMatchObject({
    code: "ALREADY_EXISTS",
  });
  await expect(watch({ version: 9 })).rejects.toMatchObject({ code: "INVALID" });
  const alerts = [{ kind: "silence" as const, severity: "warning" as const, windows: 1 }];
  await expect(reviseMonitor(actor, { monitor: id, alerts })).rejects.toThrow(/follow no clock/);
  const stranger = await makeActor({ role: "contributor" });
  await expect(
    watchDataset(stranger, watchDatasetInput.parse({ datasetId })),
  ).rejects.toMatchObject({ code: "INVALID" });
});
