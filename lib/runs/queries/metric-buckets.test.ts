import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logBatch } from "../commands/log-batch";
import { createRun } from "../commands/run-lifecycle";
import type { MetricLineDto } from "../dto/metrics";
import type { MetricBucketsInput } from "../schema";
import { getMetricBuckets } from "./metric-buckets";

setUpDatabase();

interface Point {
  step: number;
  timestamp: number;
  value: number;
}

let actor: Actor;
let experimentId: number;

beforeAll(async () => {
  actor = await makeActor();
  experimentId = Number(await createExperiment(actor, { name: "charts", tags: [] }));
});

async function logSeries(points: readonly Point[], startTime = 1_000): Promise<string> {
  const { uuid } = await createRun(actor, {
    experimentId,
    name: "",
    userId: "",
    startTime,
    tags: [],
  });
  for (let from = 0; from < points.length; from += 1000)
    await logBatch(actor, {
      runUuid: uuid,
      metrics: points.slice(from, from + 1000).map((point) => ({ key: "loss", ...point })),
      params: [],
      tags: [],
    });
  return uuid;
}

async function lineOf(
  runUuid: string,
  more: Partial<MetricBucketsInput> = {},
): Promise<MetricLineDto> {
  const lines = await getMetricBuckets(actor, {
    runUuids: [runUuid],
    keys: ["loss"],
    x: "step",
    buckets: 100,
    ...more,
  });
  const [line] = lines;
  if (!line) throw new Error("There is no line.");
  return line;
}

const rising = (count: number, valueAt: (step: number) => number): Point[] =>
  Array.from({ length: count }, (_, step) => ({
    step,
    timestamp: 1_000 + step * 10,
    value: valueAt(step),
  }));

describe("a chart line", () => {
  it("is its points as they are while they are few", async () => {
    const uuid = await logSeries(rising(5, (step) => step * step));
    expect(await lineOf(uuid)).toEqual({
      runUuid: uuid,
      key: "loss",
      isRaw: true,
      points: 5,
      x: [0, 1, 2, 3, 4],
      last: [0, 1, 4, 9, 16],
      min: [0, 1, 4, 9, 16],
      max: [0, 1, 4, 9, 16],
      count: [1, 1, 1, 1, 1],
      nanCount: [0, 0, 0, 0, 0],
    });
  });

  it("keeps a spike of one point among thousands, and never has more buckets than asked for", async () => {
    const uuid = await logSeries(rising(3_000, (step) => (step === 1_234 ? 99 : 1)));
    const line = await lineOf(uuid, { buckets: 50 });
    expect(line.isRaw).toBe(false);
    expect(line.x).toHaveLength(50);
    expect(Math.max(...line.max.map(Number))).toBe(99);
    expect(line.points).toBe(3_000);
    expect(line.x.at(-1)).toBe(2_999);
  });

  it("shows NaN and infinities as they are, and a stretch of nothing but NaN as a gap", async () => {
    const valueAt = (step: number) => {
      if (step >= 100 && step < 200) return Number.NaN;
      return step === 250 ? Number.NEGATIVE_INFINITY : 1;
    };
    const uuid = await logSeries(rising(300, valueAt));
    const line = await lineOf(uuid, { buckets: 3 });
    expect(line).toMatchObject({
      x: [99, 199, 299],
      last: [1, "NaN", 1],
      min: [1, "NaN", "-Infinity"],
      max: [1, "NaN", 1],
      count: [100, 100, 100],
      nanCount: [0, 100, 0],
    });
  });

  it("passes over NaN among numbers in the least and greatest value", async () => {
    const uuid = await logSeries(rising(40, (step) => (step % 2 ? step : Number.NaN)));
    const line = await lineOf(uuid, { buckets: 2 });
    expect(line).toMatchObject({ min: [1, 21], max: [19, 39], nanCount: [10, 10] });
  });

  it("is read again at finer buckets in a window, with the nearest point on either side", async () => {
    const uuid = await logSeries(rising(2_000, (step) => step));
    const line = await lineOf(uuid, { buckets: 10, from: 500.5, to: 504 });
    expect(line).toMatchObject({ isRaw: true, points: 4, x: [500, 501, 502, 503, 504, 505] });
    const empty = await lineOf(uuid, { from: 5_000, to: 6_000 });
    expect(empty).toMatchObject({ points: 0, x: [1_999] });
  });

  it("runs over wall time, and over the time since the run began", async () => {
    const uuid = await logSeries(rising(400, (step) => step));
    const time = await lineOf(uuid, { x: "time", buckets: 4 });
    expect(time.count).toEqual([100, 100, 100, 100]);
    expect(time.x.at(-1)).toBe(4_990);
    const relative = await lineOf(uuid, { x: "relative", buckets: 4 });
    expect(relative.x).toEqual(time.x.map((x) => x - 1_000));
  });

  it("begins with its first point when the run names no start", async () => {
    const uuid = await logSeries(
      rising(3, (step) => step),
      0,
    );
    expect((await lineOf(uuid, { x: "relative" })).x).toEqual([0, 10, 20]);
  });

  it("is found for each run and key asked for, in that order, and for no other workspace", async () => {
    const [one, two] = [await logSeries(rising(2, Number)), await logSeries(rising(3, Number))];
    const input = { keys: ["none", "loss"], x: "step", buckets: 10 } as const;
    const lines = await getMetricBuckets(actor, { ...input, runUuids: [two, one] });
    expect(lines.map(({ runUuid, points }) => [runUuid, points])).toEqual([
      [two, 3],
      [one, 2],
    ]);
    const stranger = await makeActor();
    expect(await getMetricBuckets(stranger, { ...input, runUuids: [one] })).toEqual([]);
  });
});

/** What the database should answer, by the plainest means. */
function expectedLine(points: readonly Point[], x: "step" | "time", buckets: number) {
  const at = (point: Point) => (x === "step" ? point.step : point.timestamp);
  const order = (point: Point) =>
    x === "step" ? [point.step, point.timestamp] : [point.timestamp, point.step];
  const sorted = [...points].sort((a, b) => {
    const [a0 = 0, a1 = 0] = order(a);
    const [b0 = 0, b1 = 0] = order(b);
    return a0 - b0 || a1 - b1 || a.value - b.value;
  });
  const first = Math.min(...points.map(at));
  const last = Math.max(...points.map(at));
  const width = Math.max(1, Math.ceil((last - first + 1) / buckets));
  const grouped = new Map<number, Point[]>();
  for (const point of sorted) {
    const bucket = Math.floor((at(point) - first) / width);
    grouped.set(bucket, [...(grouped.get(bucket) ?? []), point]);
  }
  return [...grouped.values()].map((group) => ({
    x: Math.max(...group.map(at)),
    last: group.at(-1)?.value,
    min: Math.min(...group.map(({ value }) => value)),
    max: Math.max(...group.map(({ value }) => value)),
    count: group.length,
  }));
}

describe("buckets of any series", () => {
  it("are those that a plain program computes, however steps and times go back and forth", async () => {
    const point = fc.record({
      step: fc.integer({ min: 0, max: 60 }),
      timestamp: fc.integer({ min: 1_000, max: 1_100 }),
      value: fc.integer({ min: -50, max: 50 }),
    });
    const series = fc.uniqueArray(point, {
      minLength: 21,
      maxLength: 80,
      selector: ({ step, timestamp }) => `${step} ${timestamp}`,
    });
    await fc.assert(
      fc.asyncProperty(
        series,
        fc.constantFrom("step" as const, "time" as const),
        async (points, x) => {
          const uuid = await logSeries(points);
          const line = await lineOf(uuid, { x, buckets: 20 });
          const samples = line.x.map((at, index) => ({
            x: at,
            last: line.last[index],
            min: line.min[index],
            max: line.max[index],
            count: line.count[index],
          }));
          expect(samples).toEqual(expectedLine(points, x, 20));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("are the same for a long series, which is read bucket by bucket", async () => {
    const points = rising(2_500, (step) => Math.sin(step / 7) * step);
    const uuid = await logSeries(points);
    const grouped = await lineOf(uuid, { buckets: 30 });
    const long = await lineOf(uuid, { buckets: 20 });
    expect(long.x).toEqual(expectedLine(points, "step", 20).map(({ x }) => x));
    expect(long.max).toEqual(expectedLine(points, "step", 20).map(({ max }) => max));
    expect(grouped.max).toEqual(expectedLine(points, "step", 30).map(({ max }) => max));
  });

  it("are the same over time for a long series, however unevenly steps and times rise", async () => {
    const leap = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(0, 1) },
      { weight: 1, arbitrary: fc.constantFrom(2, 50, 1_000_000) },
    );
    const leaps = fc.array(fc.tuple(leap, leap), { minLength: 301, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(leaps, fc.integer({ min: 1, max: 3 }), async (made, buckets) => {
        let [step, timestamp] = [0, 1_000];
        const points = made.map(([more, later], value) => {
          step += more;
          timestamp += later;
          return { step, timestamp, value: (value * 37) % 101 };
        });
        const distinct = [
          ...new Map(points.map((point) => [Object.values(point).join(" "), point])).values(),
        ];
        const uuid = await logSeries(distinct);
        const line = await lineOf(uuid, { x: "time", buckets });
        const samples = line.x.map((at, index) => ({
          x: at,
          last: line.last[index],
          min: line.min[index],
          max: line.max[index],
          count: line.count[index],
        }));
        expect(samples).toEqual(expectedLine(distinct, "time", buckets));
      }),
      { numRuns: 25 },
    );
  });

  it("are read of a window over time too, and of points that all have the same step", async () => {
    const points = rising(2_500, (step) => step).map((point) => ({ ...point, step: 0 }));
    const uuid = await logSeries(points);
    const line = await lineOf(uuid, { x: "time", buckets: 4, from: 6_001, to: 14_000 });
    expect(line.points).toBe(800);
    const inside = line.count.map((count, index) => [line.x[index], count]);
    expect(inside).toContainEqual([8_000, 200]);
    expect(inside).toContainEqual([14_000, 200]);
  });
});

describe("a request for lines", () => {
  it("is refused when it asks for too much, or for a window that is none", async () => {
    const base: MetricBucketsInput = { runUuids: ["a"], keys: ["k"], x: "step", buckets: 10 };
    const bad: Partial<MetricBucketsInput>[] = [
      { buckets: 0 },
      { buckets: 2_001 },
      { buckets: 1.5 },
      { runUuids: Array(51).fill("a") },
      { keys: Array(21).fill("k") },
      { from: 5, to: 4 },
      { from: Number.NaN },
      { to: 1e300 },
    ];
    for (const more of bad)
      await expect(getMetricBuckets(actor, { ...base, ...more })).rejects.toMatchObject({
        code: "INVALID",
      });
  });
});
