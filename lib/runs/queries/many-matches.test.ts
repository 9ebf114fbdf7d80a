import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { createExperiment } from "@/lib/experiments/commands";
import { internKeys } from "@/lib/experiments/sql";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import type { RunOrder } from "../schema";
import { countRuns, listRunRows, listRunUuids } from "./run-rows";

setUpDatabase();

/** More than are tried one by one. */
const RUNS = 2_500;
const LIMIT = 700;

/** Run n has wide = n, turn = n * 7 mod 1,000 and the parameter digit = n mod 10. */
const TURN = (n: number) => (n * 7) % 1_000;

let actor: Actor;
let experimentId: number;

beforeAll(async () => {
  actor = await makeActor();
  experimentId = Number(await createExperiment(actor, { name: "many", tags: [] }));
  const keys = await internKeys(actor.workspaceId, ["wide", "turn", "digit"]);
  await pool().query(
    `INSERT INTO runs (uuid, workspace_id, experiment_id, name, user_id, status, start_time, artifact_uri, last_activity_at)
     SELECT md5('many ' || n), $1::uuid, $2::bigint, n::text, '', 3, 1000 + n, '', 1 FROM generate_series(0, $3::int - 1) AS n`,
    [actor.workspaceId, experimentId, RUNS],
  );
  const series = `INSERT INTO metric_series (run_id, key_id, experiment_id, points, last_value, last_step, last_time,
      min_value, min_step, max_value, max_step, first_step, first_time, is_monotone)
    SELECT id, $2::int, $1::bigint, 1, v, 0, 1, -v, 0, v, 0, 0, 1, true FROM (`;
  const params = `INSERT INTO run_params (run_id, key_id, experiment_id, value)
    SELECT id, $2::int, $1::bigint, (name::int % 10)::text FROM runs WHERE experiment_id = $1`;
  for (const [key, statement] of [
    ["wide", `${series} SELECT id, name::int AS v FROM runs WHERE experiment_id = $1) AS r`],
    [
      "turn",
      `${series} SELECT id, name::int * 7 % 1000 AS v FROM runs WHERE experiment_id = $1) AS r`,
    ],
    ["digit", params],
  ] as const)
    await pool().query(statement, [experimentId, keys.get(key)]);
  await pool().query("ANALYZE runs, metric_series, run_params");
});

type Case = [filter: string, holds: (n: number) => boolean];

const CASES: Case[] = [
  ["metrics.wide >= 0", () => true],
  ["metrics.wide >= 100 AND metrics.turn >= 0", (n) => n >= 100],
  ["metrics.wide >= 0 AND metrics.turn >= 0 AND params.digit != '3'", (n) => n % 10 !== 3],
  ["metrics.wide >= 0 AND params.digit = '3'", (n) => n % 10 === 3],
  ["metrics.wide < 2400 AND metrics.turn > 990", (n) => n < 2_400 && TURN(n) > 990],
  ["params.digit = '7' AND metrics.turn = 49", (n) => n % 10 === 7 && TURN(n) === 49],
  ["params.digit IS NOT NULL AND metrics.wide > 2490", (n) => n > 2_490],
  ["metrics.wide >= 0 AND (metrics.turn = 7 OR metrics.wide = 2)", (n) => TURN(n) === 7 || n === 2],
  ["metrics.wide >= 0 AND metrics.turn < 0", () => false],
  ["metrics.wide >= 0 AND metrics.nobody > 0", () => false],
];

const ORDERS: [order: RunOrder[], key: (n: number) => number][] = [
  [[], (n) => -n],
  [[{ column: { kind: "metric", key: "wide", aggregate: "last" }, ascending: true }], (n) => n],
  [[{ column: { kind: "metric", key: "wide", aggregate: "min" }, ascending: true }], (n) => -n],
  [[{ column: { kind: "metric", key: "wide", aggregate: "max" }, ascending: false }], (n) => -n],
];

async function list(filter: string, orderBy: RunOrder[]): Promise<number[]> {
  const names: number[] = [];
  let pageToken: string | undefined;
  do {
    const base = { experimentIds: [experimentId], view: "active" as const, columns: [] };
    const input = { ...base, filter, orderBy, limit: LIMIT, pageToken };
    const { items, nextPageToken } = await listRunRows(actor, input);
    names.push(...items.map(({ name }) => Number(name)));
    pageToken = nextPageToken;
  } while (pageToken !== undefined);
  return names;
}

describe("a filter over more runs than are tried one by one", () => {
  it.each(CASES)("%s finds each run once, in every order", async (filter, holds) => {
    const matching = Array.from({ length: RUNS }, (_, n) => n).filter(holds);
    for (const [orderBy, key] of ORDERS)
      expect(await list(filter, orderBy)).toEqual([...matching].sort((a, b) => key(a) - key(b)));
    const selection = { experimentIds: [experimentId], view: "active" as const, filter };
    expect(await countRuns(actor, selection)).toEqual({ count: matching.length, isExact: true });
    const { uuids } = await listRunUuids(actor, selection);
    expect(new Set(uuids).size).toBe(matching.length);
  });

  it("finds no runs of others, and none that are deleted", async () => {
    const filter = "metrics.wide > 2490";
    expect(
      await countRuns(await makeActor(), { experimentIds: [experimentId], view: "all", filter }),
    ).toEqual({
      count: 0,
      isExact: true,
    });
    const deleted = { experimentIds: [experimentId], view: "deleted" as const, filter };
    expect(await countRuns(actor, deleted)).toEqual({ count: 0, isExact: true });
  });
});
