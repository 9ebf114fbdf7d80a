import type { ColumnProfile, ProfileDocument } from "../schema/profile";

export interface SchemaChange {
  name: string;
  change: "added" | "removed" | "retyped";
  before: string | null;
  after: string | null;
}

export interface ColumnDifference {
  name: string;
  type: string;
  /** Population stability index of the second against the first; null when it cannot be told. */
  psi: number | null;
  /** What the number rests on, or why there is none. */
  basis: string;
  nullShareBefore: number;
  nullShareAfter: number;
  meanBefore: number | null;
  meanAfter: number | null;
  /** What the number was computed from, the earlier version as the reference; null where there is no number. */
  bins: { label: string; reference: number; current: number }[] | null;
  /** Of numbers: between which values the bins lie, but for the first and the last one. */
  edges: number[] | null;
}

interface Named {
  name: string;
  type: string;
}

export function compareSchemas(before: readonly Named[], after: readonly Named[]): SchemaChange[] {
  const old = new Map(before.map(({ name, type }) => [name, type]));
  const now = new Map(after.map(({ name, type }) => [name, type]));
  const changes: SchemaChange[] = [];
  for (const [name, type] of old) {
    const next = now.get(name);
    if (next === undefined) changes.push({ name, change: "removed", before: type, after: null });
    else if (next !== type) changes.push({ name, change: "retyped", before: type, after: next });
  }
  for (const [name, type] of now)
    if (!old.has(name)) changes.push({ name, change: "added", before: null, after: type });
  return changes;
}

/** A share of nothing counts as this much, so that the logarithm stays finite. */
const LEAST_SHARE = 1e-4;

/** Σ (a − e) · ln(a / e) over the shares of two counts on the same bins. */
export function stabilityIndex(expected: readonly number[], actual: readonly number[]): number {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const [expectedSum, actualSum] = [sum(expected), sum(actual)];
  return expected.reduce((total, count, bin) => {
    const before = Math.max(count / expectedSum, LEAST_SHARE);
    const after = Math.max((actual[bin] ?? 0) / actualSum, LEAST_SHARE);
    return total + (after - before) * Math.log(after / before);
  }, 0);
}

interface Bins {
  before: number[];
  after: number[];
  labels: string[];
  edges: number[] | null;
  basis: string;
}

const shown = (edge: number | undefined): string => String(Number((edge ?? 0).toPrecision(6)));

function labelsOf(edges: readonly number[]): string[] {
  const between = edges.slice(1).map((edge, at) => `${shown(edges[at])} to ${shown(edge)}`);
  return [`below ${shown(edges[0])}`, ...between, `above ${shown(edges.at(-1))}`];
}

function histogramBins(before: ColumnProfile, after: ColumnProfile): Bins | null {
  const [a, b] = [before.histogram, after.histogram];
  if (!a || !b || a.edges.length !== b.edges.length) return null;
  if (a.edges.some((edge, index) => edge !== b.edges[index])) return null;
  return {
    before: [a.below, ...a.counts, a.above],
    after: [b.below, ...b.counts, b.above],
    labels: labelsOf(a.edges),
    edges: a.edges,
    basis: `PSI on ${a.counts.length} equal steps and what lies outside of them`,
  };
}

function valueBins(
  before: ColumnProfile,
  after: ColumnProfile,
  rows: readonly [number, number],
): Bins | null {
  if (!before.isTopExact || !after.isTopExact) return null;
  const values = [...new Set([...before.top, ...after.top].map(({ value }) => value))];
  const countsIn = (column: ColumnProfile, total: number) => {
    const known = new Map(column.top.map(({ value, count }) => [value, count]));
    const counts = values.map((value) => known.get(value) ?? 0);
    const rest = total - column.nulls - counts.reduce((sum, count) => sum + count, 0);
    return [...counts, Math.max(rest, 0)];
  };
  return {
    before: countsIn(before, rows[0]),
    after: countsIn(after, rows[1]),
    labels: [...values, "other values"],
    edges: null,
    basis: `PSI on the ${values.length} most frequent values and the others together`,
  };
}

function driftOf(
  before: ColumnProfile,
  after: ColumnProfile,
  rows: readonly [number, number],
): Pick<ColumnDifference, "psi" | "basis" | "bins" | "edges"> {
  const none = { psi: null, bins: null, edges: null };
  if (before.type !== after.type) return { ...none, basis: "The types differ." };
  if (before.nulls === rows[0] || after.nulls === rows[1])
    return { ...none, basis: "One of them holds no values." };
  const bins = histogramBins(before, after) ?? valueBins(before, after, rows);
  if (!bins) return { ...none, basis: "They share no bins, and hold too many different values." };
  const missing = { label: "no value", reference: before.nulls, current: after.nulls };
  return {
    psi: stabilityIndex(bins.before, bins.after),
    ...{ basis: bins.basis, edges: bins.edges },
    bins: [
      ...bins.labels.map((label, bin) => ({
        ...{ label, reference: bins.before[bin] ?? 0, current: bins.after[bin] ?? 0 },
      })),
      missing,
    ],
  };
}

/** Columns that both have, the most drifted first. */
export function compareProfiles(
  before: ProfileDocument,
  after: ProfileDocument,
): ColumnDifference[] {
  const old = new Map(before.columns.map((column) => [column.name, column]));
  const share = (nulls: number, rows: number) => (rows === 0 ? 0 : nulls / rows);
  return after.columns
    .flatMap((column) => {
      const first = old.get(column.name);
      if (!first) return [];
      return [
        {
          name: column.name,
          type: column.type,
          ...driftOf(first, column, [before.rows, after.rows]),
          nullShareBefore: share(first.nulls, before.rows),
          nullShareAfter: share(column.nulls, after.rows),
          meanBefore: first.mean,
          meanAfter: column.mean,
        },
      ];
    })
    .sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1));
}
