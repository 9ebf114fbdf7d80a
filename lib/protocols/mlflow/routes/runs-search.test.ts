import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { getRun } from "@/lib/runs/queries/get-run";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";
import { logSampleRun, type SampleRun } from "@/lib/testing/sample-runs";
import { toWireRun } from "../entities";

setUpDatabase();
const door = setUpProgramDoor();

const TEXTS = [
  "",
  "plain",
  '"',
  "\\",
  '", "',
  'a", ',
  ', "b',
  "line\nbreak\ttab\r\b\f\u0001\u001f\u007f",
  "</script>",
  "\u2028\u2029 é 漢 \u{1f600}",
  "null",
  "[1, 2]",
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1 + 0.2,
  1 / 3,
  1e-5,
  1.5e-7,
  5e-324,
  123456789012345,
  2 ** 53,
  1e15,
  1e16,
  1e21,
  1.7976931348623157e308,
  -1e-10,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

const named = <Value>(values: readonly Value[], from: number) =>
  Object.fromEntries(values.map((value, index) => [`k${(index * 7 + from) % 31}`, value]));

const SAMPLES: readonly SampleRun[] = [
  { name: "nothing" },
  { name: 'quoted " \\ \n', userId: "ada", endTime: 9_000, status: 3 },
  {
    name: "plain values",
    metrics: { b: 0.5, a: 12, c: -3.25 },
    params: { lr: "0.1", opt: "adam" },
  },
  { name: "odd texts", params: named(TEXTS, 3), tags: named(TEXTS, 11) },
  { name: "odd numbers", metrics: named(NUMBERS, 5) },
  { name: "other names", metrics: { "z/1": 1, "a b": 2 }, params: { "m:x": "1", "-": "2" } },
  {
    name: "inputs",
    metrics: { b: -0 },
    datasets: [{ name: "diamonds", digest: "d1", context: "train" }],
  },
];

let actor: Actor;
let token: string;
let experimentId: number;
const uuids: string[] = [];

beforeAll(async () => {
  actor = await makeActor({ role: "contributor" });
  token = await makeToken(actor);
  experimentId = Number(await createExperiment(actor, { name: "bytes", tags: [] }));
  for (const [index, sample] of SAMPLES.entries())
    uuids.push(await logSampleRun(actor, experimentId, { startTime: 1_000 + index, ...sample }));
});

async function search(more: object): Promise<string> {
  const response = await fetch(`${door.url}/api/2.0/mlflow/runs/search`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ experiment_ids: [String(experimentId)], ...more }),
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  return response.text();
}

describe("an answer to runs/search", () => {
  it("is the JSON of the same runs as messages, byte for byte, whatever they hold", async () => {
    const runs = await Promise.all(uuids.map((uuid) => getRun(actor, uuid)));
    const expected = JSON.stringify({ runs: runs.map(toWireRun) });
    expect(await search({ order_by: ["start_time ASC"] })).toBe(expected);
  });

  it("holds what was logged", async () => {
    const [odd] = JSON.parse(await search({ filter: "run_name = 'odd texts'" })).runs;
    const texts = new Map(
      odd.data.params.map(({ key, value }: Record<string, string>) => [key, value]),
    );
    expect(texts).toEqual(new Map(Object.entries(named(TEXTS, 3))));
    const [numbers] = JSON.parse(await search({ filter: "run_name = 'odd numbers'" })).runs;
    const values = numbers.data.metrics.map(({ value }: { value: number | string }) =>
      Number(value),
    );
    expect(values).toEqual(
      Object.entries(named(NUMBERS, 5))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, value]) => value + 0),
    );
  });

  it("of no runs is an empty message, and of a page names the next one", async () => {
    expect(await search({ filter: "run_name = 'nobody'" })).toBe("{}");
    const page = JSON.parse(await search({ max_results: 2 }));
    expect(page.runs).toHaveLength(2);
    expect(page.next_page_token).toMatch(/./);
  });
});
