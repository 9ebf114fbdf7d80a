import {
  judgeMetric,
  type MetricDirection,
  type MetricVerdict,
  metricDirection,
  metricGain,
} from "./metric-direction";
import { parseSlice } from "./slices";

/** What became of a thing from the base to the candidate. "added" is only in the candidate, "removed" only in the base. */
export const CHANGE_STATES = ["same", "changed", "added", "removed"] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

export interface Change<Value> {
  state: ChangeState;
  candidate: Value | null;
  base: Value | null;
}

/** A list that says what changed first and never grows without bound. */
export interface Changes<Item extends { state: ChangeState }> {
  items: Item[];
  /** Of everything, also of what the list leaves out. */
  counts: Record<ChangeState, number>;
  isTruncated: boolean;
}

/** As many lines as somebody reads. */
const MAX_ITEMS = 500;

export function stateOf<Value>(
  candidate: Value | null,
  base: Value | null,
  isSame: (one: Value, other: Value) => boolean = (one, other) => one === other,
): ChangeState {
  if (candidate === null) return "removed";
  if (base === null) return "added";
  return isSame(candidate, base) ? "same" : "changed";
}

export function toChanges<Item extends { state: ChangeState }>(
  all: readonly Item[],
): Changes<Item> {
  const counts = { same: 0, changed: 0, added: 0, removed: 0 };
  for (const { state } of all) counts[state] += 1;
  const sorted = [
    ...all.filter(({ state }) => state !== "same"),
    ...all.filter(({ state }) => state === "same"),
  ];
  return { items: sorted.slice(0, MAX_ITEMS), counts, isTruncated: sorted.length > MAX_ITEMS };
}

export interface NamedText {
  key: string;
  value: string;
}

export type TextChange = Change<string> & { key: string };

const byText = (one: string, other: string) => one.localeCompare(other, "en");

const keysOf = (...maps: readonly ReadonlyMap<string, unknown>[]): string[] =>
  [...new Set(maps.flatMap((map) => [...map.keys()]))].sort(byText);

/** Enough to tell values apart; the rest is on the page of each version. */
const MAX_TEXT = 1_000;
const cut = (text: string | null) => text?.slice(0, MAX_TEXT) ?? null;

/** Texts of the same name side by side, such as parameters. */
export function compareTexts(
  candidate: readonly NamedText[],
  base: readonly NamedText[],
): TextChange[] {
  const own = new Map(candidate.map(({ key, value }) => [key, value]));
  const other = new Map(base.map(({ key, value }) => [key, value]));
  return keysOf(own, other).map((key) => {
    const [here, there] = [own.get(key) ?? null, other.get(key) ?? null];
    return { key, state: stateOf(here, there), candidate: cut(here), base: cut(there) };
  });
}

export interface MetricValue {
  key: string;
  value: number;
}

export interface MetricChange extends Change<number> {
  key: string;
  /** Null when the name does not say which values are the good ones. */
  direction: MetricDirection | null;
  /** Candidate minus base; null unless both are numbers. */
  difference: number | null;
  /** The difference as a share of the base. */
  relative: number | null;
  verdict: MetricVerdict;
}

function toMetricChange(
  key: string,
  candidate: number | null,
  base: number | null,
  direction: MetricDirection | null,
): MetricChange {
  const known = { key, direction, candidate, base };
  if (candidate === null || base === null)
    return {
      ...known,
      state: stateOf(candidate, base),
      difference: null,
      relative: null,
      verdict: "unknown",
    };
  const verdict = judgeMetric(candidate, base, direction);
  const difference = candidate - base;
  const isNumber = Number.isFinite(difference);
  return {
    ...known,
    state: verdict === "same" || Object.is(candidate, base) ? "same" : "changed",
    difference: isNumber ? difference : null,
    relative: isNumber && base !== 0 ? difference / Math.abs(base) : null,
    verdict,
  };
}

/** Metrics of the whole, those by slice left out. */
export function compareMetrics(
  candidate: readonly MetricValue[],
  base: readonly MetricValue[],
): MetricChange[] {
  const whole = (values: readonly MetricValue[]) =>
    new Map(
      values.filter(({ key }) => parseSlice(key) === null).map(({ key, value }) => [key, value]),
    );
  const [own, other] = [whole(candidate), whole(base)];
  return keysOf(own, other).map((key) =>
    toMetricChange(key, own.get(key) ?? null, other.get(key) ?? null, metricDirection(key)),
  );
}

/** A metric on one part of the data. */
export interface SliceChange extends MetricChange {
  dimension: string;
  value: string;
}

/** One metric by its slices. */
export interface SlicedMetric {
  metric: string;
  direction: MetricDirection | null;
  /** On everything, where that was logged as well. */
  overall: MetricChange | null;
  slices: SliceChange[];
  /** The slice on which the candidate does worst; null when its direction is not known. */
  worst: { dimension: string; value: string } | null;
  /** The slice that lost most from the base to the candidate; null when none lost. */
  mostWorsened: { dimension: string; value: string } | null;
  isTruncated: boolean;
}

const MAX_METRICS = 50;

const placeOf = ({ dimension, value }: SliceChange) => ({ dimension, value });

function worstOf(
  slices: readonly SliceChange[],
  direction: MetricDirection | null,
): SliceChange | null {
  if (direction === null) return null;
  let worst: SliceChange | null = null;
  for (const slice of slices) {
    if (slice.candidate === null || !Number.isFinite(slice.candidate)) continue;
    const gain = metricGain(slice.candidate, worst?.candidate ?? slice.candidate, direction) ?? 0;
    if (worst === null || gain < 0) worst = slice;
  }
  return worst;
}

function mostWorsenedOf(slices: readonly SliceChange[]): SliceChange | null {
  const loss = ({ candidate, base, direction }: SliceChange) =>
    candidate === null || base === null ? 0 : -(metricGain(candidate, base, direction) ?? 0);
  const lost = slices.filter((slice) => loss(slice) > 0);
  return lost.reduce<SliceChange | null>(
    (most, slice) => (most === null || loss(slice) > loss(most) ? slice : most),
    null,
  );
}

function toSlicedMetric(
  metric: string,
  slices: readonly SliceChange[],
  overall: MetricChange | null,
): SlicedMetric {
  const direction = metricDirection(metric);
  const [worst, most] = [worstOf(slices, direction), mostWorsenedOf(slices)];
  return {
    metric,
    direction,
    overall,
    slices: slices.slice(0, MAX_ITEMS),
    worst: worst && placeOf(worst),
    mostWorsened: most && placeOf(most),
    isTruncated: slices.length > MAX_ITEMS,
  };
}

/** Metrics by slice, each beside the metric of the whole, slices in the order of their dimensions and values. */
export function compareSlices(
  candidate: readonly MetricValue[],
  base: readonly MetricValue[],
): { metrics: SlicedMetric[]; isTruncated: boolean } {
  const own = new Map(candidate.map(({ key, value }) => [key, value]));
  const other = new Map(base.map(({ key, value }) => [key, value]));
  const change = (key: string, metric: string) =>
    toMetricChange(key, own.get(key) ?? null, other.get(key) ?? null, metricDirection(metric));
  const byMetric = new Map<string, SliceChange[]>();
  for (const key of keysOf(own, other)) {
    const slice = parseSlice(key);
    if (!slice) continue;
    const { metric, dimension, value } = slice;
    const slices = byMetric.get(metric) ?? [];
    byMetric.set(metric, slices);
    slices.push({ ...change(key, metric), dimension, value });
  }
  const metrics = [...byMetric].map(([metric, slices]) =>
    toSlicedMetric(
      metric,
      slices,
      own.has(metric) || other.has(metric) ? change(metric, metric) : null,
    ),
  );
  return { metrics: metrics.slice(0, MAX_METRICS), isTruncated: metrics.length > MAX_METRICS };
}
