/** What a method says about two samples; null where it is not defined, with the reason. */
export interface Finding {
  statistic: number | null;
  pValue?: number | null;
  df?: number | null;
  reason?: string;
  /** What the number hangs on beside the method: edges, sizes, the branch that was taken. */
  parameters?: Readonly<Record<string, unknown>>;
}

export interface DriftRule {
  on: "statistic" | "pValue";
  when: "<" | "<=" | ">" | ">=";
  threshold: number;
}

export interface Method<Pair> {
  method: string;
  preset: string;
  definition: string;
  /** The tool's own default; absent where the preset has none. */
  drift?: DriftRule;
  compute: (pair: Pair) => Finding;
}

export interface Result {
  method: string;
  preset: string;
  statistic: number | null;
  pValue: number | null;
  df: number | null;
  /** Null where the preset has no threshold of its own, or nothing is defined. */
  drifted: boolean | null;
  threshold: number | null;
  parameters: Readonly<Record<string, unknown>>;
  reason?: string;
}

export const notDefined = (reason: string): Finding => ({ statistic: null, reason });

const COMPARISONS: Readonly<Record<DriftRule["when"], (value: number, at: number) => boolean>> = {
  "<": (value, at) => value < at,
  "<=": (value, at) => value <= at,
  ">": (value, at) => value > at,
  ">=": (value, at) => value >= at,
};

const isNumber = (value: number | null | undefined): value is number =>
  typeof value === "number" && !Number.isNaN(value);

export const isDrift = ({ when, threshold }: DriftRule, value: number): boolean =>
  COMPARISONS[when](value, threshold);

const UNCOMPUTABLE = "The numbers are too large or too small to compute with.";

/** A method's finding with its definition and its verdict. */
export function toResult<Pair>(
  { method, preset, definition, drift }: Method<Pair>,
  finding: Finding,
): Result {
  const statistic = isNumber(finding.statistic) ? finding.statistic : null;
  const pValue = isNumber(finding.pValue) ? finding.pValue : null;
  const judged = drift?.on === "pValue" ? pValue : statistic;
  const reason = finding.reason ?? (statistic === null ? UNCOMPUTABLE : null);
  return {
    method,
    preset,
    statistic,
    pValue,
    df: finding.df ?? null,
    drifted: drift && judged !== null ? isDrift(drift, judged) : null,
    threshold: drift?.threshold ?? null,
    parameters: {
      definition,
      ...(drift ? { driftedIf: `${drift.on} ${drift.when} ${drift.threshold}` } : {}),
      ...finding.parameters,
    },
    ...(reason === null ? {} : { reason }),
  };
}
