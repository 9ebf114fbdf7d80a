import type { ColumnFinding } from "@/lib/monitors/schema/monitors";

/** A window as far as causes are looked for in it. */
export interface CauseWindow {
  opensAt: number;
  findings: readonly ColumnFinding[];
  /** How well the model did in it; null when that is not known. */
  performance: number | null;
}

export interface CauseInput {
  /** The oldest first. */
  windows: readonly CauseWindow[];
  /** Since when there is an incident: drift counts from then on. */
  since: number;
  /** How well the model does as a rule; without it the mean of the windows before the incident. */
  usual: number | null;
  importance: ReadonlyMap<string, number>;
}

export interface Cause {
  column: string;
  /** Between its score and the change of performance over windows, from −1 to 1; null when it cannot be told. */
  correlation: number | null;
  /** How many windows that is told by. */
  windows: number;
  /** The greatest since the incident; null when none could be told. */
  score: number | null;
  /** The same against its threshold: 2 is twice as far. Null when no score could be told. */
  excess: number | null;
  importance: number;
  verdict: ColumnFinding["verdict"];
  /** When the first window began in which it was not as usual, without a usual one between; null when it is as usual. */
  since: number | null;
}

export interface Causes {
  /** What they are ranked by: how drift goes with performance, or how far and how important drift is. */
  basis: "performance" | "drift";
  causes: Cause[];
}

/** Fewer say nothing of how two things go together. */
const LEAST_WINDOWS = 4;
const SMALLEST = 1e-300;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's correlation; null where one of both does not change or too few are known. */
export function correlationOf(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < LEAST_WINDOWS) return null;
  const [meanX, meanY] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  let [xx, yy, xy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  const scale = Math.sqrt(xx * yy);
  return scale > 0 ? Math.max(-1, Math.min(1, xy / scale)) : null;
}

/** How far beyond its threshold a column is: 1 at the threshold. */
function excessOf({ judgedBy, score, pValue, threshold }: ColumnFinding): number | null {
  if (judgedBy === "p_value")
    return pValue === null ? null : Math.log(Math.max(pValue, SMALLEST)) / Math.log(threshold);
  if (score === null) return null;
  return threshold > 0 ? score / threshold : score;
}

const isOdd = ({ verdict }: ColumnFinding): boolean =>
  verdict !== "stable" && verdict !== "too_few";

interface Seen {
  opensAt: number;
  performance: number | null;
  finding: ColumnFinding;
}

function sinceWhen(seen: readonly Seen[]): number | null {
  let since: number | null = null;
  for (const { opensAt, finding } of seen) {
    if (finding.verdict === "too_few") continue;
    since = isOdd(finding) ? (since ?? opensAt) : null;
  }
  return since;
}

const greatest = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>(
    (most, value) => (value !== null && (most === null || value > most) ? value : most),
    null,
  );

function causeOf(
  column: string,
  { windows, since, importance }: CauseInput,
  usual: number | null,
): Cause | null {
  const seen = windows.flatMap(({ opensAt, performance, findings }) => {
    const finding = findings.find(({ name, source }) => name === column && source === "input");
    return finding ? [{ opensAt, performance, finding }] : [];
  });
  const newest = seen.at(-1);
  if (!newest) return null;
  const pairs = seen.flatMap(({ performance, finding: { score } }) =>
    performance === null || usual === null || score === null
      ? []
      : [[score, Math.abs(performance - usual)] as const],
  );
  const during = seen.filter(({ opensAt }) => opensAt >= since);
  const counted = during.length > 0 ? during : [newest];
  const worst = counted.find(({ finding }) => isOdd(finding)) ?? newest;
  return {
    column,
    correlation: correlationOf(pairs),
    windows: pairs.length,
    score: greatest(counted.map(({ finding }) => finding.score)),
    excess: greatest(counted.map(({ finding }) => excessOf(finding))),
    importance: importance.get(column) ?? 1,
    verdict: worst.finding.verdict,
    since: sinceWhen(seen),
  };
}

/** One that is missing or of another type has no score, and is farther off than any that has one. */
const weightOf = ({ excess, importance, since }: Cause): number =>
  (excess ?? (since === null ? 0 : Number.MAX_VALUE)) * importance;

const downwards = (one: number, other: number): number => (one === other ? 0 : other - one);
const earlier = (one: Cause, other: Cause): number =>
  (one.since ?? Number.MAX_VALUE) - (other.since ?? Number.MAX_VALUE);

const byDrift = (one: Cause, other: Cause): number =>
  downwards(weightOf(one), weightOf(other)) || earlier(one, other);

const byPerformance = (one: Cause, other: Cause): number =>
  downwards(one.correlation ?? -2, other.correlation ?? -2) || byDrift(one, other);

/** How well the model does as a rule, as far as it is said or can be told by the windows before. */
function usualOf({ windows, since, usual }: CauseInput): number | null {
  if (usual !== null) return usual;
  const before = windows.flatMap(({ opensAt, performance }) =>
    opensAt < since && performance !== null ? [performance] : [],
  );
  return before.length > 0 ? mean(before) : null;
}

/**
 * Columns, the likeliest cause first: the one whose drift goes most with the change of performance over windows; where performance is
 * not known, the one that drifted farthest by its importance, and of two the one that did first.
 */
export function rankCauses(input: CauseInput): Causes {
  const names = new Set(
    input.windows.flatMap(({ findings }) =>
      findings.filter(({ source }) => source === "input").map(({ name }) => name),
    ),
  );
  const usual = usualOf(input);
  const causes = [...names].flatMap((name) => causeOf(name, input, usual) ?? []);
  const isTold = causes.some(({ correlation }) => correlation !== null);
  return {
    basis: isTold ? "performance" : "drift",
    causes: causes.toSorted(isTold ? byPerformance : byDrift),
  };
}
