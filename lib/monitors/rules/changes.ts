import { formatCount, formatNumber, formatPercent, formatPlural } from "@/lib/core/format";
import type { ColumnCourseDto, ComparedColumnDto, SideFiguresDto } from "../dto/compared-columns";
import type { ComparedSideDto } from "../dto/comparisons";
import type { ColumnFinding } from "../schema/monitors";
import { windowInWords } from "./words";

/** Of the first side's standard deviation, and of rows: less is not said to be another value. */
const LEAST_STEP = 0.1;
const LEAST_SHARE = 0.01;

const SHARES = [
  ["absent", "without the column"],
  ["nulls", "null"],
  ["mistyped", "of another type"],
  ["nans", "NaN"],
  ["infinities", "infinite"],
  ["unseen", "beyond the reference"],
] as const satisfies readonly (readonly [keyof SideFiguresDto, string])[];

function meanInWords(before: SideFiguresDto, after: SideFiguresDto): string[] {
  if (before.mean === null || after.mean === null) return [];
  const step = after.mean - before.mean;
  const { deviation } = before;
  const steps = deviation === null || deviation === 0 ? null : Math.abs(step) / deviation;
  if (step === 0 || (steps !== null && steps < LEAST_STEP)) return [];
  const way = step > 0 ? "higher" : "lower";
  const far = steps === null ? "" : `, ${formatNumber(steps, 2)} standard deviations ${way}`;
  return [`mean ${formatNumber(before.mean, 4)} → ${formatNumber(after.mean, 4)}${far}`];
}

/** What is not on the second side as on the first, in words: "mean 49.5 → 98, 1.7 standard deviations higher". */
export function changesInWords(before: SideFiguresDto, after: SideFiguresDto): string[] {
  const shares = SHARES.flatMap(([figure, words]) => {
    const [was, is] = [before, after].map((side) => (side.rows > 0 ? side[figure] / side.rows : 0));
    if (was === undefined || is === undefined || Math.abs(is - was) < LEAST_SHARE) return [];
    return [`${words} ${formatPercent(was)} → ${formatPercent(is)} of rows`];
  });
  return [...meanInWords(before, after), ...shares];
}

/** Since when a column is as it is: "So in 3 windows in a row, since 30 Nov (UTC); before, it was as the reference." */
export function courseInWords({
  isOff,
  since,
  closesAt,
  datasetVersion,
  windows,
  wasOtherwise,
}: ColumnCourseDto): string {
  const what = isOff ? "Not as the reference" : "As the reference";
  const before = wasOtherwise
    ? isOff
      ? "; before, it was"
      : "; before, it was not"
    : ", which is as far back as windows are known";
  return `${what} since ${windowInWords({ opensAt: since, closesAt, datasetVersion })}, ${formatPlural(windows, "window")} in a row${before}.`;
}

/** What changed, and since when. */
export function changeSentence({
  before,
  after,
  course,
}: Pick<ComparedColumnDto, "before" | "after" | "course">): string {
  const changes = changesInWords(before, after);
  const what =
    changes.length > 0 ? `Changed: ${changes.join("; ")}.` : "Mean and counts are much the same.";
  return course ? `${what} ${courseInWords(course)}` : what;
}

/** What a side is called: "Reference", "30 Nov (UTC)". */
export const sideInWords = ({ side }: Pick<ComparedSideDto, "side">): string =>
  side.kind === "reference" ? "Reference" : windowInWords(side);

/** With where it comes from, or how much came. */
export const sideWithRows = (
  { side, rows }: Pick<ComparedSideDto, "side" | "rows">,
  reference: { dataset: string; version: number },
): string =>
  side.kind === "reference"
    ? `${reference.dataset}, version ${reference.version}, ${formatPlural(rows, "row")}`
    : `${windowInWords(side)}, ${formatPlural(rows, "row")}`;

/** A figure of a column with what it says. */
export interface Figure {
  key: keyof SideFiguresDto;
  label: string;
  definition: string;
  /** Counts are whole; others have digits. */
  isCount: boolean;
}

const VALUES = "values that are finite numbers; NaN and infinities are counted apart";

export const FIGURES: readonly Figure[] = [
  {
    key: "rows",
    label: "Rows",
    definition:
      "Rows that were counted: of answered requests, without copies for shadows, as many of each request as the log keeps. Of the reference, those of its file.",
    isCount: true,
  },
  {
    key: "values",
    label: "Values",
    definition: "Rows whose value is of the kind that the reference has.",
    isCount: true,
  },
  { key: "nulls", label: "Null", definition: "Rows whose value is null.", isCount: true },
  {
    key: "absent",
    label: "Without the column",
    definition: "Rows that came without the column, or whose value the log masks.",
    isCount: true,
  },
  {
    key: "mistyped",
    label: "Of another type",
    definition: "Rows whose value is of another kind than the reference has.",
    isCount: true,
  },
  { key: "nans", label: "NaN", definition: "Rows whose value is NaN.", isCount: true },
  {
    key: "infinities",
    label: "Infinite",
    definition: "Rows whose value is Infinity or -Infinity.",
    isCount: true,
  },
  {
    key: "unseen",
    label: "Beyond the reference",
    definition:
      "Values below the least or above the greatest edge of the bins, or of no category that the reference has by name.",
    isCount: true,
  },
  { key: "mean", label: "Mean", definition: `Arithmetic mean of the ${VALUES}.`, isCount: false },
  {
    key: "deviation",
    label: "Standard deviation",
    definition: `Square root of the sum of squared distances from the mean by n − 1, over the ${VALUES}.`,
    isCount: false,
  },
  { key: "least", label: "Least", definition: `The least of the ${VALUES}.`, isCount: false },
  {
    key: "greatest",
    label: "Greatest",
    definition: `The greatest of the ${VALUES}.`,
    isCount: false,
  },
];

/** Figures that say something of a column: those of numbers only where there are numbers, and of what is missing only where it is. */
export const figuresToShow = (before: SideFiguresDto, after: SideFiguresDto): Figure[] =>
  FIGURES.filter(({ key, isCount }) => {
    const [was, is] = [before[key], after[key]];
    if (!isCount) return was !== null || is !== null;
    return key === "rows" || key === "values" || was !== 0 || is !== 0;
  });

export const figureInWords = (value: number | null, { isCount }: Figure): string =>
  value === null ? "–" : isCount ? formatCount(value) : formatNumber(value, 5);

/** What is told of findings at first sight. */
const FINDING_FIGURES = [
  {
    key: "score",
    label: "Score",
    definition:
      "How far the window is from the reference by the column’s method, in the bins that were frozen with it. The sign at the end of the line has the whole definition.",
  },
  {
    key: "pValue",
    label: "p-value",
    definition:
      "How often two samples of the same values are at least this far apart, where the method says so.",
  },
  {
    key: "bound",
    label: "Wrong by at most",
    definition: "By how much the score may be off because only the counts of bins are known.",
  },
  {
    key: "threshold",
    label: "Threshold",
    definition:
      "From there on the column has drifted, if the score is more than chance; of a p-value, up to there.",
  },
  {
    key: "chance",
    label: "By chance",
    definition:
      "Two samples of the same values, of these sizes, are this far apart once in a thousand windows.",
  },
  { key: "mean", label: "Mean", definition: `Arithmetic mean of the ${VALUES}.` },
] as const;

/** Those that some finding has: p-values and bounds are of some methods only. */
export const figuresOfFindings = (findings: readonly ColumnFinding[]) =>
  FINDING_FIGURES.filter(
    ({ key }) =>
      (key !== "pValue" && key !== "bound") || findings.some((finding) => finding[key] !== null),
  );
