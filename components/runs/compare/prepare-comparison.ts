import { columnMatcher } from "@/components/tables/column-search";
import { formatDateTime, formatDuration, formatNumber, NO_VALUE } from "@/lib/core/format";
import { isOwnTag } from "@/lib/experiments/rules";
import type { ComparedRunDto, ComparisonDto } from "@/lib/runs/dto/comparison";
import { betterDirection, type Direction } from "@/lib/runs/rules";
import type { Aggregate } from "@/lib/runs/schema";

export type CompareSection = "details" | "metrics" | "params" | "tags";

export type CompareValue = string | number | null;

/** One line of the comparison: a name, and a value for each run. */
export interface CompareRow {
  id: string;
  section: CompareSection;
  label: string;
  values: readonly CompareValue[];
  isDifferent: boolean;
  /** For metrics: which way is better, as far as is known. */
  direction: Direction | null;
}

/** A heading with the lines of its section below it. */
export interface CompareHeading {
  id: string;
  section: CompareSection;
  label: string;
  count: number;
  different: number;
}

export type CompareLine = CompareRow | CompareHeading;

export const isHeading = (line: CompareLine): line is CompareHeading => "count" in line;

export const SECTION_NAMES: Readonly<Record<CompareSection, string>> = {
  details: "Details",
  metrics: "Metrics",
  params: "Parameters",
  tags: "Tags",
};

const SECTIONS: readonly CompareSection[] = ["details", "metrics", "params", "tags"];

/** NaN equals NaN here: two runs that both diverged do not differ in that. */
const isSame = (a: CompareValue, b: CompareValue) => Object.is(a, b) || (a === 0 && b === 0);

function row(
  section: CompareSection,
  label: string,
  values: readonly CompareValue[],
  direction: Direction | null = null,
): CompareRow {
  const [first = null, ...rest] = values;
  return {
    id: `${section}:${label}`,
    section,
    label,
    values,
    isDifferent: rest.some((value) => !isSame(value, first)),
    direction,
  };
}

const statusWord = ({ status }: ComparedRunDto) => status[0] + status.slice(1).toLowerCase();

function detailRows(runs: readonly ComparedRunDto[], timeZone: string): CompareRow[] {
  const of = (label: string, read: (run: ComparedRunDto) => string) =>
    row(
      "details",
      label,
      runs.map((run) => read(run) || null),
    );
  return [
    of("Status", statusWord),
    of("Started", ({ startTime }) => (startTime > 0 ? formatDateTime(startTime, timeZone) : "")),
    of("Duration", ({ startTime, endTime }) =>
      endTime === null || startTime === 0 ? "" : formatDuration(endTime - startTime),
    ),
    of("User", ({ userId }) => userId),
    of("Source", ({ sourceName }) => sourceName),
    of("Git commit", ({ gitCommit }) => gitCommit),
    of("Datasets", ({ datasets }) => datasets.join(", ")),
    of("Run id", ({ uuid }) => uuid),
  ];
}

export interface CompareOptions {
  aggregate: Aggregate;
  timeZone: string;
}

/** Every line of the comparison, section by section. */
export function prepareRows(
  { runs, metrics, params, tags }: ComparisonDto,
  { aggregate, timeZone }: CompareOptions,
): CompareRow[] {
  return [
    ...detailRows(runs, timeZone),
    ...metrics.map((metric) =>
      row("metrics", metric.key, metric[aggregate], betterDirection(metric.key)),
    ),
    ...params.map(({ key, values }) => row("params", key, values)),
    ...tags.filter(isOwnTag).map(({ key, values }) => row("tags", key, values)),
  ];
}

export interface LineFilter {
  isDiffOnly: boolean;
  search: string;
  closed: ReadonlySet<CompareSection>;
}

/** The lines to show: sections with their headings, those folded away without lines, empty ones left out. */
export function prepareLines(
  rows: readonly CompareRow[],
  { isDiffOnly, search, closed }: LineFilter,
): CompareLine[] {
  const { matches } = columnMatcher(search);
  const isWanted = ({ label, isDifferent }: CompareRow) =>
    (!isDiffOnly || isDifferent) && (search.trim() === "" || matches(label) !== null);
  return SECTIONS.flatMap((section): CompareLine[] => {
    const found = rows.filter((one) => one.section === section && isWanted(one));
    if (found.length === 0) return [];
    const heading: CompareHeading = {
      id: section,
      section,
      label: SECTION_NAMES[section],
      count: found.length,
      different: found.filter((one) => one.isDifferent).length,
    };
    return closed.has(section) ? [heading] : [heading, ...found];
  });
}

export interface Delta {
  absolute: number;
  /** Of the baseline's value; null where that is zero. */
  relative: number | null;
  verdict: "better" | "worse" | "neutral";
}

/** How a metric differs from the baseline's; null where either is no number or both are the same. */
export function deltaOf(
  value: CompareValue,
  baseline: CompareValue,
  direction: Direction | null,
): Delta | null {
  if (typeof value !== "number" || typeof baseline !== "number") return null;
  const absolute = value - baseline;
  if (!Number.isFinite(absolute) || absolute === 0) return null;
  const isGood = direction === "higher" ? absolute > 0 : absolute < 0;
  return {
    absolute,
    relative: baseline === 0 ? null : absolute / Math.abs(baseline),
    verdict: direction === null ? "neutral" : isGood ? "better" : "worse",
  };
}

/** The runs with the best value of a metric; none where the direction is not known or all are alike. */
export function bestRuns({ values, direction, isDifferent }: CompareRow): ReadonlySet<number> {
  const numbers = values.flatMap((value) =>
    typeof value === "number" && Number.isFinite(value) ? value : [],
  );
  if (direction === null || !isDifferent || numbers.length < 2) return new Set();
  const best = direction === "higher" ? Math.max(...numbers) : Math.min(...numbers);
  return new Set(values.flatMap((value, index) => (value === best ? index : [])));
}

/** The runs by a line's values, the baseline staying first: numbers by size, best or greatest first. */
export function orderRuns({ values, direction }: CompareRow, runIds: readonly string[]): string[] {
  const [baseline, ...others] = runIds;
  const valueFor = new Map(runIds.map((id, index) => [id, values[index] ?? null]));
  const rank = (value: CompareValue): number => {
    if (typeof value !== "number" || Number.isNaN(value)) return Number.POSITIVE_INFINITY;
    return direction === "lower" ? value : -value;
  };
  const sorted = others.sort((a, b) => {
    const [left, right] = [valueFor.get(a) ?? null, valueFor.get(b) ?? null];
    const byNumber = rank(left) - rank(right);
    if (byNumber !== 0 && !Number.isNaN(byNumber)) return byNumber;
    return String(left ?? "\uffff").localeCompare(String(right ?? "\uffff"), "en", {
      numeric: true,
    });
  });
  return baseline === undefined ? [] : [baseline, ...sorted];
}

export function formatValue(value: CompareValue): string {
  if (value === null) return NO_VALUE;
  return typeof value === "number" ? formatNumber(value) : value;
}

/** The comparison as it is shown, for a spreadsheet: one row a line, one column a run. */
export function comparisonTable(
  runs: readonly ComparedRunDto[],
  lines: readonly CompareLine[],
): (string | number)[][] {
  return [
    ["section", "name", ...runs.map(({ name }) => name)],
    ...lines.flatMap((line) =>
      isHeading(line)
        ? []
        : [[SECTION_NAMES[line.section], line.label, ...line.values.map((value) => value ?? "")]],
    ),
  ];
}
