import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { encodePageToken } from "@/lib/core/page-token";
import { createExperiment } from "@/lib/experiments/commands";
import type { Page } from "@/lib/experiments/dto";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logSampleRun } from "@/lib/testing/sample-runs";
import { logBatch } from "../commands/log-batch";
import type { MetricDto } from "../dto/runs";
import { getMetricHistory, readMetricHistory } from "./metric-history";
import { getMetricHistoryBulk, getMetricHistoryInterval } from "./metric-history-bulk";

setUpDatabase();

let actor: Actor;
let experimentId: number;

beforeAll(async () => {
  actor = await makeActor();
  experimentId = Number(await createExperiment(actor, { name: "history", tags: [] }));
});

type Point = Omit<MetricDto, "key">;

async function logPoints(points: readonly Point[]): Promise<string> {
  const runUuid = await logSampleRun(actor, experimentId, {});
  for (let from = 0; from < points.length; from += 1_000)
    await logBatch(actor, {
      runUuid,
      metrics: points.slice(from, from + 1_000).map((point) => ({ key: "loss", ...point })),
      params: [],
      tags: [],
    });
  return runUuid;
}

const rising = (count: number): Point[] =>
  Array.from({ length: count }, (_, step) => ({ step, timestamp: step * 2, value: step % 7 }));
const plain = ({ step, timestamp, value }: Point) => [timestamp, step, value];
const byTime = (a: Point, b: Point) =>
  a.timestamp - b.timestamp || a.step - b.step || a.value - b.value;

async function walk(runUuid: string, limit: number): Promise<number[][]> {
  const found: number[][] = [];
  let pageToken: string | undefined;
  do {
    const page = await getMetricHistory(actor, { runUuid, key: "loss", limit, pageToken });
    expect(page.nextPageToken).not.toBe(pageToken ?? "");
    if (page.nextPageToken !== undefined) expect(page.items).toHaveLength(limit);
    found.push(...page.items.map(plain));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}

describe("a metric's history", () => {
  it("comes by timestamp, step and value, in pages that miss and repeat nothing", async () => {
    const point = fc.record({
      step: fc.integer({ min: -2, max: 4 }),
      timestamp: fc.integer({ min: 0, max: 6 }),
      value: fc.constantFrom(0, 1, -1, 0.1, 1e300),
    });
    const points = fc.uniqueArray(point, { maxLength: 30, selector: (p) => plain(p).join(" ") });
    await fc.assert(
      fc.asyncProperty(points, fc.integer({ min: 1, max: 12 }), async (logged, limit) => {
        const runUuid = await logPoints(logged);
        expect(await walk(runUuid, limit)).toEqual([...logged].sort(byTime).map(plain));
      }),
      { numRuns: 30 },
    );
  });

  it("reads on past NaN and infinities", async () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    const runUuid = await logPoints(values.map((value) => ({ step: 1, timestamp: 1, value })));
    const found = await walk(runUuid, 1);
    expect(found).toHaveLength(values.length);
    expect(new Set(found.map(([, , value]) => String(value))).size).toBe(values.length);
  });

  it("is everything when no limit is named, part by part", async () => {
    const points = rising(6_000);
    const runUuid = await logPoints(points);
    const pages: MetricDto[][] = [];
    for await (const { items } of readMetricHistory(actor, { runUuid, key: "loss" }))
      pages.push(items);
    expect(pages.map(({ length }) => length)).toEqual([2_500, 2_500, 1_000]);
    expect(pages.flat().map(plain)).toEqual(points.map(plain));
  });

  it("stops at a limit of many parts, with the token of what follows", async () => {
    const runUuid = await logPoints(rising(25_010));
    const pages: Page<MetricDto>[] = [];
    for await (const page of readMetricHistory(actor, { runUuid, key: "loss", limit: 25_004 }))
      pages.push(page);
    expect(pages.flatMap(({ items }) => items)).toHaveLength(25_004);
    const rest = { runUuid, key: "loss", limit: 10, pageToken: pages.at(-1)?.nextPageToken };
    expect((await getMetricHistory(actor, rest)).items.map(({ step }) => step)).toEqual([
      25_004, 25_005, 25_006, 25_007, 25_008, 25_009,
    ]);
  });

  it("is empty for unknown runs, keys and workspaces", async () => {
    const runUuid = await logPoints(rising(3));
    const empty = { items: [] };
    expect(await getMetricHistory(actor, { runUuid, key: "none", limit: 9 })).toEqual(empty);
    expect(await getMetricHistory(actor, { runUuid: "none", key: "loss", limit: 9 })).toEqual(
      empty,
    );
    const stranger = await makeActor();
    expect(await getMetricHistory(stranger, { runUuid, key: "loss", limit: 9 })).toEqual(empty);
  });

  it("refuses tokens it did not make, and limits that are none", async () => {
    const runUuid = await logPoints(rising(3));
    for (const pageToken of [
      "x",
      encodePageToken([1, 2, 3]),
      encodePageToken(["1", "2"]),
      encodePageToken(["1.5", "2", "3"]),
      encodePageToken(["1", "2", "1e999"]),
      encodePageToken(["1", "2", "three"]),
    ])
      await expect(
        getMetricHistory(actor, { runUuid, key: "loss", limit: 9, pageToken }),
      ).rejects.toMatchObject({ code: "INVALID" });
    for (const limit of [0, -1, Number.NaN])
      await expect(getMetricHistory(actor, { runUuid, key: "loss", limit })).rejects.toMatchObject({
        code: "INVALID",
      });
  });
});

describe("the history of several runs", () => {
  it("comes run by run in the order of their ids, cut at a total", async () => {
    const runUuids = await Promise.all([logPoints(rising(5)), logPoints(rising(4).reverse())]);
    const key = "loss";
    const all = await getMetricHistoryBulk(actor, {
      runUuids: [...runUuids, "none"],
      key,
      limit: 100,
    });
    const sorted = [...runUuids].sort();
    expect(all.map(({ runUuid }) => sorted.indexOf(runUuid))).toEqual(
      all.map(({ runUuid }) => sorted.indexOf(runUuid)).sort(),
    );
    expect(all).toHaveLength(9);
    const cut = await getMetricHistoryBulk(actor, { runUuids, key, limit: 7 });
    expect(cut).toEqual(all.slice(0, 7));
    await expect(
      getMetricHistoryBulk(actor, { runUuids: Array(101).fill("a"), key, limit: 7 }),
    ).rejects.toMatchObject({ code: "INVALID" });
  });

  it("is sampled evenly, with both ends kept, and is whole where it is short", async () => {
    const [long, short] = [await logPoints(rising(1_000)), await logPoints(rising(3))];
    const sample = await getMetricHistoryInterval(actor, {
      runUuids: [long, short],
      key: "loss",
      maxResults: 10,
    });
    const stepsOf = (uuid: string) =>
      sample.filter(({ runUuid }) => runUuid === uuid).map(({ step }) => step);
    expect(stepsOf(long)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 999]);
    expect(stepsOf(short)).toEqual([0, 1, 2]);
  });

  it("is sampled within an interval of steps, also when every point has the same step", async () => {
    const runUuid = await logPoints(rising(100));
    const at = async (startStep: number, endStep: number, maxResults: number) => {
      const found = await getMetricHistoryInterval(actor, {
        runUuids: [runUuid],
        key: "loss",
        startStep,
        endStep,
        maxResults,
      });
      return found.map(({ step }) => step);
    };
    expect(await at(10, 12, 100)).toEqual([10, 11, 12]);
    expect(await at(-1e15, 1e15, 2)).toEqual([0, 99]);
    expect(await at(20, 30, 1)).toEqual([30]);
    expect(await at(500, 600, 5)).toEqual([]);
    const flat = await logPoints(rising(50).map((point) => ({ ...point, step: 0 })));
    const found = await getMetricHistoryInterval(actor, {
      runUuids: [flat],
      key: "loss",
      maxResults: 5,
    });
    expect(found.map(({ timestamp }) => timestamp)).toEqual([0, 20, 40, 60, 98]);
  });

  it("refuses half an interval, an empty one, and too many or too few points", async () => {
    const base = { runUuids: ["a"], key: "loss", maxResults: 10 };
    for (const more of [
      { startStep: 1 },
      { endStep: 1 },
      { startStep: 2, endStep: 1 },
      { maxResults: 0 },
      { maxResults: 2_501 },
      { runUuids: Array(101).fill("a") },
    ])
      await expect(getMetricHistoryInterval(actor, { ...base, ...more })).rejects.toMatchObject({
        code: "INVALID",
      });
  });
});
