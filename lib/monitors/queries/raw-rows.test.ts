import { beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/permissions";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logRows, lookNow, referenceRow, uploadReference } from "@/lib/testing/monitors";
import { makeQuietDeployment } from "@/lib/testing/predictions";
import { createMonitor } from "../commands/create";
import { nameOfWindow } from "../rules/window-names";
import { computeExactlyInput } from "../schema/comparisons";
import { createMonitorInput } from "../schema/monitors";
import { sampleRowsInput } from "../schema/samples";
import { computeExactly } from "./exact";
import { followExactly } from "./exact-progress";
import { sampleRows } from "./samples";

setUpDatabase();

const HOUR = 3_600_000;
const NOW = Math.floor(Date.now() / HOUR) * HOUR;
const window = nameOfWindow("hour", NOW);

let actor: Actor;
let monitor: number;
/** 60 rows as the reference has them, 40 far beyond it, and 10 without an amount. */
const LOGGED = [
  ...Array.from({ length: 60 }, (_row, at) => referenceRow(at)),
  ...Array.from({ length: 40 }, (_row, at) => ({ ...referenceRow(at), amount: 500 + at })),
  ...Array.from({ length: 10 }, (_row, at) => ({ id: at, country: "de" })),
];
beforeEach(async () => {
  actor = await makeActor({ role: "contributor" });
  const sent = ["id", "amount", "country"];
  const deploymentId = await makeQuietDeployment(actor, "churn", { sent });
  const reference = await uploadReference(actor);
  const input = { deployment: "churn", window: "hour", reference };
  monitor = (await createMonitor(actor, createMonitorInput.parse(input))).id;
  await logRows(actor, deploymentId, LOGGED, { at: NOW });
  await lookNow();
});

const sample = (more: object = {}) =>
  sampleRows(actor, sampleRowsInput.parse({ monitor, window, column: "amount", ...more }));

const keysOf = ({ items }: Awaited<ReturnType<typeof sample>>) =>
  items.map(({ predictionId }) => predictionId);

test("rows in outlying bins are found page by page, each once, and no others", async () => {
  const first = await sample({ limit: 30 });
  expect(first.bins).toEqual(["above 99", "no value"]);
  expect(first.items).toHaveLength(30);
  const rest = await sample({ limit: 30, pageToken: first.nextPageToken });
  expect(rest.items).toHaveLength(20);
  expect(rest.nextPageToken).toBeUndefined();
  const all = [...first.items, ...rest.items];
  expect(new Set([...keysOf(first), ...keysOf(rest)]).size).toBe(50);
  const values = all.map(({ value }) => (value === null ? null : Number(value)));
  expect(values.filter((value) => value === null)).toHaveLength(10);
  expect(values.every((value) => value === null || value >= 500)).toBe(true);
  expect(all[0]?.others.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["country", "prediction"]),
  );
});

test("a draw is the same for the same seed and another one for another seed", async () => {
  const drawn = { kind: "random", limit: 20 };
  const first = await sample(drawn);
  expect(keysOf(await sample(drawn))).toEqual(keysOf(first));
  expect(keysOf(await sample({ ...drawn, seed: 2 }))).not.toEqual(keysOf(first));
  const next = await sample({ ...drawn, pageToken: first.nextPageToken });
  expect(keysOf(next).filter((key) => keysOf(first).includes(key))).toEqual([]);
});

test("who may not read predictions sees none of their rows, and nobody those of another workspace", async () => {
  const only = (scope: "monitoring:read" | "serving:read") => ({
    ...actor,
    tokenName: "ci",
    scopes: new Set([scope]),
  });
  const input = sampleRowsInput.parse({ monitor, window, column: "amount" });
  for (const scope of ["monitoring:read", "serving:read"] as const)
    await expect(sampleRows(only(scope), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const stranger = await makeActor({ role: "contributor" satisfies Role });
  await expect(sampleRows(stranger, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

const exactly = (more: object) => computeExactlyInput.parse({ monitor, after: window, ...more });

test("methods over the raw rows of the file and of the log give what the definition says of them", async () => {
  const { results, reference, current, shares } = await computeExactly(
    actor,
    exactly({ column: "amount", method: "ks/exact" }),
  );
  expect(reference).toEqual({ rows: 600, missing: 0, nonFinite: 0 });
  expect(current).toEqual({ rows: 110, missing: 10, nonFinite: 0 });
  // 0 to 99, each as often, beside 0 to 59 and forty values beyond: the distance is greatest at 99.
  expect(results).toMatchObject([{ method: "ks", preset: "exact", statistic: 0.4 }]);
  expect(shares?.after.at(-1)).toBe(1);
  const countries = await computeExactly(
    actor,
    exactly({ column: "country", method: "l_infinity/nannyml" }),
  );
  const share = LOGGED.filter(({ country }) => country === "de").length / LOGGED.length;
  expect(countries.results[0]?.statistic).toBeCloseTo(share - 1 / 3, 12);
  const answers = await computeExactly(actor, exactly({ column: "prediction" }));
  expect(answers.current.rows, "answers beside the target").toBe(110);
  expect(answers.results.length).toBeGreaterThan(10);
});

async function linesOf(input: object): Promise<{ stage: string; message?: string }[]> {
  const { chunks } = await followExactly(actor, exactly(input));
  const lines = [];
  for await (const line of chunks) lines.push(JSON.parse(line));
  return lines;
}

test("who follows a computation is told its end last, be it an answer or why there is none", async () => {
  const done = await linesOf({ column: "amount", method: "psi/deciles" });
  expect(done.at(-1)).toMatchObject({ stage: "done", answer: { current: { rows: 110 } } });
  const failed = await linesOf({ column: "amount", method: "no/such" });
  expect(failed).toHaveLength(1);
  expect(failed[0]?.message).toContain('There is no method "no"');
});

test("a computation that nobody follows any more ends", async () => {
  const ending = new AbortController();
  const work = computeExactly(actor, exactly({ column: "amount" }), { signal: ending.signal });
  ending.abort(new Error("gone"));
  await expect(work).rejects.toThrow("gone");
});
