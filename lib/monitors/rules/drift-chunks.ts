import type { Incomplete, Preset } from "../schema/statistics";
import { type Chunk, chunkRows, isOutside, learnThresholds, type Thresholds } from "./chunks";
import { methodOf } from "./dataset";
import type { Result } from "./finding";
import { type Column, compareSides, rowsOf, type Side, sideOf } from "./sides";

export interface ChunkedDrift {
  method: string;
  preset: string;
  values: (number | null)[];
  lowerThreshold: number | null;
  upperThreshold: number | null;
  alerts: boolean[];
}

/** What a preset follows over time, by kind. */
const FOLLOWED: Readonly<
  Record<Exclude<Preset, "evidently">, Readonly<Record<Column["kind"], readonly string[]>>>
> = {
  nannyml: {
    numeric: ["jensen_shannon/nannyml", "ks/nannyml", "wasserstein/nannyml", "hellinger/nannyml"],
    categorical: [
      "jensen_shannon/nannyml-categorical",
      "chi2_contingency/nannyml",
      "l_infinity/nannyml",
      "hellinger/nannyml-categorical",
    ],
  },
  slipway: {
    numeric: ["ks/robust", "psi/doane", "wasserstein/evidently"],
    categorical: ["l_infinity/robust", "psi/evidently-categorical", "total_variation/statistic"],
  },
};

/** Methods whose values cannot be greater than 1, to which NannyML clips a threshold. */
const AT_MOST_ONE = new Set([
  "ks/nannyml",
  "ks/robust",
  "l_infinity/robust",
  "total_variation/statistic",
]);

interface Question {
  preset: Preset;
  reference: Column;
  analysis: Column;
  chunkSize: number;
  incomplete: Incomplete;
}

const NONE: Thresholds = { lower: null, upper: null };

/** A threshold that the method brings along, as the side on which values are usual. */
function fixedThresholds({ threshold }: Result, isPValue: boolean): Thresholds {
  return isPValue ? { lower: threshold, upper: null } : { lower: null, upper: threshold };
}

/** Compares each chunk with the whole reference; what is usual is learned from the reference's own chunks. */
export function followDrift(question: Question): ChunkedDrift[] {
  const { preset, reference, analysis, chunkSize, incomplete } = question;
  const whole = sideOf(reference);
  const methods =
    preset === "evidently"
      ? [methodOf(preset, whole, sideOf(analysis))]
      : FOLLOWED[preset][reference.kind];
  const sides = (column: Column): Side[] =>
    chunkRows(rowsOf(column), chunkSize, incomplete).map(({ start, end }: Chunk) =>
      sideOf(column, start, end),
    );
  const [ours, theirs] = [sides(reference), sides(analysis)];
  return methods.map((name) =>
    followOne(name, whole, preset === "evidently" ? null : ours, theirs),
  );
}

function followOne(
  name: string,
  whole: Side,
  /** Null where the threshold is the tool's constant. */
  usual: readonly Side[] | null,
  chunks: readonly Side[],
): ChunkedDrift {
  const results = chunks.map((chunk) => compareSides(name, whole, chunk));
  const [method = "", preset = ""] = name.split("/");
  const judgesItself = usual === null || name === "chi2_contingency/nannyml";
  const isPValue = usual === null && results.some(({ pValue }) => pValue !== null);
  const values = results.map(({ statistic, pValue }) => (isPValue ? pValue : statistic));
  const [first] = results;
  const thresholds = judgesItself
    ? usual === null && first
      ? fixedThresholds(first, isPValue)
      : NONE
    : learnThresholds(
        usual.map((chunk) => compareSides(name, whole, chunk).statistic),
        { lower: null, upper: AT_MOST_ONE.has(name) ? 1 : null },
      );
  return {
    method,
    preset,
    values,
    lowerThreshold: thresholds.lower,
    upperThreshold: thresholds.upper,
    alerts: results.map(({ drifted, statistic }) =>
      judgesItself ? drifted === true : isOutside(statistic, thresholds),
    ),
  };
}
