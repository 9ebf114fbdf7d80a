import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { findKeys } from "@/lib/experiments/sql";
import { type MetricLineDto, toWireNumber } from "../dto/metrics";
import type { ChartAxis, MetricBucketsInput } from "../schema";
import {
  countPoints,
  type Grid,
  type PlacedSample,
  readBuckets,
  readLongBuckets,
  readNeighbours,
  readPoints,
  readUnorderedBuckets,
  type Sample,
} from "../sql/metric-buckets";
import { readSeries, type SeriesRow } from "../sql/metric-series";
import { readLongTimeBuckets } from "../sql/metric-time-buckets";

const MAX_RUNS = 50;
const MAX_KEYS = 20;
const MAX_BUCKETS = 2_000;
/** Samples that one answer may hold. */
const MAX_SAMPLES = 500_000;
/** From so many points a bucket on, buckets are read one by one. */
const FULL_BUCKET = 100;
/** In time, neighbours of the window are looked for point by point, so only in series of at most this length. */
const NEIGHBOUR_POINTS = 100_000;

function checkInput({ runUuids, keys, from, to, buckets }: MetricBucketsInput): void {
  const refuse = (message: string) => new AppError("INVALID", message);
  if (runUuids.length > MAX_RUNS)
    throw refuse(`At most ${MAX_RUNS} runs can be drawn in one chart. Got ${runUuids.length}.`);
  if (keys.length > MAX_KEYS)
    throw refuse(`At most ${MAX_KEYS} metrics can be asked for at a time. Got ${keys.length}.`);
  if (!Number.isInteger(buckets) || buckets < 1 || buckets > MAX_BUCKETS)
    throw refuse(`'buckets' must be a whole number from 1 to ${MAX_BUCKETS}.`);
  if (runUuids.length * keys.length * buckets > MAX_SAMPLES)
    throw refuse(
      `Runs × metrics × buckets may be at most ${MAX_SAMPLES}. Ask for fewer metrics at a time.`,
    );
  for (const bound of [from, to])
    if (bound !== undefined && !(Math.abs(bound) <= Number.MAX_SAFE_INTEGER))
      throw refuse("'from' and 'to' must be numbers.");
  if (from !== undefined && to !== undefined && from > to)
    throw refuse("'from' must not be greater than 'to'.");
}

function extentOf(series: SeriesRow, axis: ChartAxis): { first: number; last: number } {
  if (axis === "step") return { first: series.firstStep, last: series.lastStep };
  const origin = axis === "relative" ? series.origin : 0;
  return { first: series.firstTime - origin, last: series.lastTime - origin };
}

/** One grid for all lines, so that they can be read together at any x. */
function gridOf(series: readonly SeriesRow[], input: MetricBucketsInput): Grid {
  const extents = series.map((one) => extentOf(one, input.x));
  const from = Math.ceil(input.from ?? Math.min(...extents.map(({ first }) => first)));
  const to = Math.floor(input.to ?? Math.max(...extents.map(({ last }) => last)));
  return { from, to, width: Math.max(1, Math.ceil((to - from + 1) / input.buckets)) };
}

type Reading = "points" | "long" | "ordered" | "unordered";

function readingOf(series: SeriesRow, count: number, { x, buckets }: MetricBucketsInput): Reading {
  if (count <= buckets) return "points";
  if (x === "step") return count > buckets * FULL_BUCKET ? "long" : "ordered";
  if (!series.isMonotone) return "unordered";
  return series.points > buckets * FULL_BUCKET ? "long" : "ordered";
}

interface Chosen {
  series: SeriesRow;
  reading: Reading;
}

const READERS = {
  long: (series: SeriesRow, axis: ChartAxis, grid: Grid) =>
    axis === "step" ? readLongBuckets(series, grid) : readLongTimeBuckets(series, axis, grid),
  ordered: readBuckets,
  unordered: readUnorderedBuckets,
} as const;

/** What is read at the same time: enough to keep the database busy, and connections left for others. */
const PARALLEL = 3;

/** Stretches of a grid with the same buckets. */
function partsOf({ from, to, width }: Grid, count: number): Grid[] {
  const buckets = Math.ceil((to - from + 1) / width);
  const length = Math.ceil(buckets / count) * width;
  const starts = Array.from({ length: count }, (_, index) => from + index * length);
  return starts
    .filter((start) => start <= to)
    .map((start) => ({ from: start, to: Math.min(to, start + length - 1), width }));
}

type Reader = () => Promise<PlacedSample[]>;

/** Long series are read in parts, if there are too few of them to keep the database busy: one would use one core. */
function readersOf(chosen: readonly Chosen[], axis: ChartAxis, grid: Grid): Reader[] {
  const raw = chosen.filter(({ reading }) => reading === "points").map(({ series }) => series);
  const readers: Reader[] = raw.length > 0 ? [() => readPoints({ series: raw, axis, grid })] : [];
  const longs = chosen.filter(({ reading }) => reading === "long").length;
  for (const { series, reading } of chosen) {
    if (reading === "points") continue;
    const parts = reading === "long" ? Math.ceil(PARALLEL / longs) : 1;
    for (const part of partsOf(grid, parts))
      readers.push(async () => {
        const samples = await READERS[reading](series, axis, part);
        return samples.map((sample) => ({ series, sample }));
      });
  }
  return readers;
}

/** Samples of each series in order of x. */
async function readChosen(readers: readonly Reader[]): Promise<PlacedSample[]> {
  const found: PlacedSample[][] = [];
  const waiting = [...readers.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, read] = next;
      found[index] = await read();
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return found.flat();
}

async function readEdges(
  all: readonly SeriesRow[],
  { x, from, to }: MetricBucketsInput,
  grid: Grid,
): Promise<PlacedSample[]> {
  if (from === undefined && to === undefined) return [];
  const series = all.filter(
    (one) => x === "step" || (one.isMonotone && one.points <= NEIGHBOUR_POINTS),
  );
  if (series.length === 0) return [];
  return readNeighbours({ series, axis: x, grid });
}

function emptyLine(series: SeriesRow, key: string, isRaw: boolean): MetricLineDto {
  const { runUuid } = series;
  const columns = { x: [], last: [], min: [], max: [], count: [], nanCount: [] };
  return { runUuid, key, isRaw, points: 0, ...columns };
}

function addSample(line: MetricLineDto, [x, last, min, max, count, nanCount]: Sample): void {
  line.x.push(x);
  line.last.push(toWireNumber(last));
  line.min.push(toWireNumber(min));
  line.max.push(toWireNumber(max));
  line.count.push(count);
  line.nanCount.push(nanCount);
}

/**
 * Metrics of some runs for charts: the points as they are where they are few, else the least, greatest and last value
 * of each bucket, so that no spike is lost. With a window, the nearest point on either side of it comes along.
 */
export async function getMetricBuckets(
  actor: Actor,
  input: MetricBucketsInput,
): Promise<MetricLineDto[]> {
  assertCan(actor, "run:read");
  checkInput(input);
  const ids = await findKeys(actor.workspaceId, input.keys);
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  const all = await readSeries(actor.workspaceId, input.runUuids, [...names.keys()]);
  if (all.length === 0) return [];
  const grid = gridOf(all, input);
  const isWhole = input.from === undefined && input.to === undefined;
  const counts = isWhole
    ? all.map(({ points }) => points)
    : await countPoints(
        { series: all, axis: input.x, grid },
        input.x === "step" ? input.buckets * FULL_BUCKET + 1 : input.buckets + 1,
      );
  const chosen = all.map((series, index): Chosen => {
    const reading = readingOf(series, counts[index] ?? 0, input);
    return { series, reading };
  });
  const samples = await readChosen(readersOf(chosen, input.x, grid));
  const lines = new Map(
    chosen.map(({ series, reading }) => [
      series,
      emptyLine(series, names.get(series.keyId) ?? "", reading === "points"),
    ]),
  );
  const edges = await readEdges(all, input, grid);
  const addEdges = (isWanted: (x: number) => boolean) => {
    for (const { series, sample } of edges) {
      const line = lines.get(series);
      if (line && isWanted(sample[0])) addSample(line, sample);
    }
  };
  addEdges((x) => x < grid.from);
  for (const { series, sample } of samples) {
    const line = lines.get(series);
    if (!line) continue;
    addSample(line, sample);
    line.points += sample[4];
  }
  addEdges((x) => x > grid.to);
  return [...lines.values()];
}
