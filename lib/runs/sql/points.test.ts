import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { internKeys } from "@/lib/experiments/sql";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createRun } from "../commands/run-lifecycle";
import { commitPoints } from "./group-commit";
import { writeOwnPoints, writePoints } from "./points";
import { runRef } from "./refs";
import type { PointRow } from "./series-summary";

setUpDatabase();

const KEYS = ["loss", "accuracy", "lr"];
const state: { actor?: Actor; experimentId: number; keys: number[] } = {
  experimentId: 0,
  keys: [],
};

async function newRun(): Promise<number> {
  const { actor, experimentId } = state;
  if (!actor) throw new Error("The actor was not made.");
  const { uuid } = await createRun(actor, {
    experimentId,
    name: "",
    userId: "",
    startTime: 1,
    tags: [],
  });
  return (await runRef(actor, uuid)).id;
}

beforeAll(async () => {
  const actor = await makeActor();
  const { rows } = await pool().query<{ id: number }>(
    "SELECT default_experiment_id AS id FROM workspaces WHERE id = $1",
    [actor.workspaceId],
  );
  state.actor = actor;
  state.experimentId = rows[0]?.id ?? 0;
  const ids = await internKeys(actor.workspaceId, KEYS);
  state.keys = KEYS.map((key) => ids.get(key) ?? 0);
});

interface Point {
  key: number;
  step: number;
  time: number;
  value: number;
}

function toRows(runId: number, points: readonly Point[]): PointRow[] {
  return points.map(({ key, step, time, value }) => ({
    runId,
    experimentId: state.experimentId,
    keyId: state.keys[key] ?? 0,
    step,
    time,
    value,
  }));
}

async function stored(runId: number): Promise<Map<number, Point[]>> {
  const { rows } = await pool().query<{ key_id: number } & Omit<Point, "key">>(
    "SELECT key_id, step, time, value FROM metric_points WHERE run_id = $1",
    [runId],
  );
  const points = new Map<number, Point[]>();
  for (const { key_id, ...point } of rows)
    points.set(key_id, [...(points.get(key_id) ?? []), { ...point, key: key_id }]);
  return points;
}

interface Series {
  key_id: number;
  points: number;
  last: [number, number, number];
  min: [number, number];
  max: [number, number];
  first: [number, number];
  is_monotone: boolean;
}

async function summaries(runId: number): Promise<Map<number, Series>> {
  const { rows } = await pool().query(
    `SELECT key_id, points, last_step, last_time, last_value, min_value, min_step, max_value, max_step,
       first_step, first_time, is_monotone FROM metric_series WHERE run_id = $1`,
    [runId],
  );
  return new Map(
    rows.map((row) => [
      row.key_id,
      {
        key_id: row.key_id,
        points: row.points,
        last: [row.last_step, row.last_time, row.last_value],
        min: [row.min_value, row.min_step],
        max: [row.max_value, row.max_step],
        first: [row.first_step, row.first_time],
        is_monotone: row.is_monotone,
      },
    ]),
  );
}

const weight = (value: number) => (Number.isNaN(value) ? 0 : value);

/** What a summary must be, computed from the points themselves. */
function expected(key_id: number, points: readonly Point[]): Omit<Series, "is_monotone"> {
  const byLast = [...points].sort(
    (a, b) =>
      b.step - a.step ||
      b.time - a.time ||
      Math.sign(weight(b.value) - weight(a.value)) ||
      Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value)),
  );
  const numbers = points.filter(({ value }) => !Number.isNaN(value));
  const pick = (sign: number): [number, number] => {
    if (numbers.length === 0) return [Number.NaN, Math.min(...points.map(({ step }) => step))];
    const value = sign * Math.min(...numbers.map((point) => sign * point.value));
    const steps = numbers.filter((point) => point.value === value).map(({ step }) => step);
    return [value + 0, Math.min(...steps)];
  };
  return {
    key_id,
    points: points.length,
    last: [byLast[0]?.step ?? 0, byLast[0]?.time ?? 0, byLast[0]?.value ?? 0],
    min: pick(1),
    max: pick(-1),
    first: [
      Math.min(...points.map(({ step }) => step)),
      Math.min(...points.map(({ time }) => time)),
    ],
  };
}

function runsForward(points: readonly Point[]): boolean {
  const sorted = [...points].sort((a, b) => a.step - b.step || a.time - b.time);
  return sorted.every(
    (point, index) => index === 0 || point.time >= (sorted[index - 1]?.time ?? 0),
  );
}

/** As concurrent requests, one request after the other, or as parts of larger writes. */
const way = fc.constantFrom(
  (all: PointRow[][]) => Promise.all(all.map((rows) => commitPoints(rows))),
  async (all: PointRow[][]) => {
    for (const rows of all) await commitPoints(rows);
  },
  async (all: PointRow[][]) => {
    for (const rows of all) await writePoints(pool(), rows, Date.now());
  },
);

const value = fc.oneof(
  fc.constantFrom(0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.double({ noNaN: true }).map((number) => number + 0),
);
const point = fc.record({
  key: fc.nat({ max: KEYS.length - 1 }),
  step: fc.integer({ min: -2, max: 4 }),
  time: fc.nat({ max: 4 }),
  value,
});
const batches = fc.array(fc.array(point, { maxLength: 12 }), { maxLength: 6 });

describe("the summary of a series", () => {
  it("is what its points say, whatever was written together, at once, or twice", async () => {
    await fc.assert(
      fc.asyncProperty(batches, way, async (written, write) => {
        const runId = await newRun();
        const all = [...written, ...written.slice(0, 2)].map((batch) => toRows(runId, batch));
        await write(all);
        const points = await stored(runId);
        const series = await summaries(runId);
        expect(series.size).toBe(points.size);
        for (const [key, own] of points) {
          const { is_monotone, ...summary } = series.get(key) ?? { is_monotone: null };
          expect(summary).toEqual(expected(key, own));
          // It may be said too seldom, never too often.
          if (is_monotone) expect(runsForward(own)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("takes the greatest step, then time, then value as the last one", async () => {
    const runId = await newRun();
    for (const [step, time, number] of [
      [0, 5, 1],
      [1, 3, 2],
      [1, 3, 0.5],
      [0, 9, 7],
    ] as const)
      await commitPoints(toRows(runId, [{ key: 0, step, time, value: number }]));
    const [series] = [...(await summaries(runId)).values()];
    expect(series).toMatchObject({ points: 4, last: [1, 3, 2], min: [0.5, 1], max: [7, 0] });
  });

  it("lets a NaN be last but neither least nor greatest while there is a number", async () => {
    const runId = await newRun();
    await commitPoints(
      toRows(runId, [
        { key: 0, step: 0, time: 1, value: -4 },
        { key: 0, step: 1, time: 1, value: Number.NaN },
        { key: 1, step: 3, time: 1, value: Number.NaN },
      ]),
    );
    const [loss, accuracy] = state.keys;
    const series = await summaries(runId);
    expect(series.get(loss ?? 0)).toMatchObject({
      last: [1, 1, Number.NaN],
      min: [-4, 0],
      max: [-4, 0],
    });
    expect(series.get(accuracy ?? 0)).toMatchObject({ min: [Number.NaN, 3], max: [Number.NaN, 3] });
  });

  it("knows that a series in order is in order, over many batches", async () => {
    const runId = await newRun();
    for (const first of [0, 10, 20])
      await commitPoints(
        toRows(
          runId,
          Array.from({ length: 10 }, (_, index) => ({
            key: 0,
            step: first + index,
            time: 100 + first + index,
            value: index,
          })),
        ),
      );
    const [series] = [...(await summaries(runId)).values()];
    expect(series).toMatchObject({ points: 30, is_monotone: true });
  });
});

describe("writing points", () => {
  it("changes nothing when the same points come again", async () => {
    const runId = await newRun();
    const rows = toRows(runId, [
      { key: 0, step: 0, time: 1, value: 1 },
      { key: 0, step: 0, time: 1, value: 1 },
      { key: 0, step: 0, time: 1, value: Number.NaN },
      { key: 0, step: 0, time: 1, value: Number.POSITIVE_INFINITY },
    ]);
    await commitPoints(rows);
    const before = await summaries(runId);
    await Promise.all([commitPoints(rows), commitPoints([...rows].reverse()), commitPoints(rows)]);
    expect(await summaries(runId)).toEqual(before);
    expect([...before.values()]).toMatchObject([{ points: 3 }]);
  });

  it("answers which runs were active and writes nothing for the others", async () => {
    const active = await newRun();
    const deleted = await newRun();
    await pool().query("UPDATE runs SET deleted_at = 1 WHERE id = $1", [deleted]);
    const one: Point[] = [{ key: 0, step: 0, time: 1, value: 1 }];
    const [first, second, third] = await Promise.all([
      commitPoints(toRows(active, one)),
      commitPoints(toRows(deleted, one)),
      commitPoints(toRows(2 ** 40, one)),
    ]);
    expect([first, second, third]).toEqual([true, false, false]);
    expect((await stored(active)).size).toBe(1);
    expect((await stored(deleted)).size).toBe(0);
    expect((await summaries(deleted)).size).toBe(0);
  });

  it("never deadlocks, however the batches of concurrent writers are ordered", async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, newRun));
    const names = Array.from({ length: 40 }, (_, index) => `key-${index}`);
    const ids = [...(await internKeys(state.actor?.workspaceId ?? "", names)).values()];
    const fill = async (writer: number) => {
      for (let round = 0; round < 12; round += 1) {
        const rows = runs.flatMap((runId) =>
          ids.map((keyId) => ({
            runId,
            experimentId: state.experimentId,
            keyId,
            step: round,
            time: round,
            // Four writers each write the same points, two of them backwards.
            value: writer >> 2,
          })),
        );
        if (writer % 2 === 1) rows.reverse();
        await (writer % 3 === 0 ? writePoints : writeOwnPoints)(pool(), rows, Date.now());
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, writer) => fill(writer)));
    const { rows } = await pool().query<{ series: number; points: number }>(
      "SELECT count(*) AS series, sum(points)::int8 AS points FROM metric_series WHERE run_id = ANY($1)",
      [runs],
    );
    expect(rows[0]).toEqual({ series: 4 * 40, points: 4 * 40 * 12 * 4 });
  });
});
