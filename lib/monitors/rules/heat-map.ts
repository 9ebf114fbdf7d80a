import type { WindowDto } from "../dto/monitors";
import type { HeatColumnDto, HeatMapDto, StripWindowDto, TallyDto } from "../dto/screens";
import type { ColumnFinding, ColumnVerdict } from "../schema/monitors";
import { excessOf } from "./excess";
import { isOff } from "./judge-window";
import { isMoment } from "./windows";

/** Farther off than any distance says: there is nothing left to measure. */
const SEVERITY: Readonly<Record<ColumnVerdict, number>> = {
  missing: 4,
  no_values: 3,
  mistyped: 2,
  drifted: 1,
  stable: 0,
  too_few: -1,
};

const ratioOf = (finding: ColumnFinding): number => excessOf(finding) ?? 0;

/** The finding that is farther from its reference first. */
export function byDistance(one: ColumnFinding, other: ColumnFinding): number {
  return (
    SEVERITY[other.verdict] - SEVERITY[one.verdict] ||
    ratioOf(other) - ratioOf(one) ||
    (one.name < other.name ? -1 : 1)
  );
}

export function tallyOf(findings: readonly ColumnFinding[]): TallyDto {
  const judged = findings.filter(({ verdict }) => verdict !== "too_few");
  const off = judged.filter(({ verdict }) => isOff(verdict));
  return {
    drifted: off.length,
    judged: judged.length,
    worst: off.toSorted(byDistance)[0]?.name ?? null,
  };
}

export const toStrip = ({
  opensAt,
  closesAt,
  datasetVersion,
  rows,
  verdict,
}: WindowDto): StripWindowDto => ({
  ...{ opensAt, closesAt, datasetVersion, rows, verdict },
});

/** The column of a window that somebody should look at first. */
export const worstColumn = ({ findings }: Pick<WindowDto, "findings">): string | undefined =>
  findings.toSorted(byDistance)[0]?.name;

interface Shown {
  /** How many columns at most. */
  columns: number;
  /** Shown in any case. */
  column: string | undefined;
}

/** Windows, the newest first, as a map of columns by windows. */
export function heatMapOf(windows: readonly WindowDto[], shown: Shown): HeatMapDto {
  const byTime = windows.toSorted((one, other) => one.opensAt - other.opensAt);
  const findings = byTime.map((window) => new Map(window.findings.map((one) => [one.name, one])));
  // By what the newest window says of each, then those that only older ones know.
  const names = new Set(
    byTime
      .toReversed()
      .flatMap((window) => window.findings.toSorted(byDistance).map(({ name }) => name)),
  );
  const all = [...names];
  const first = all.slice(0, shown.columns);
  const { column } = shown;
  const isLeftOut = column !== undefined && names.has(column) && !first.includes(column);
  const columns = (isLeftOut ? [...first, column] : first).map(
    (name): HeatColumnDto => ({
      name,
      cells: findings.map((window) => {
        const found = window.get(name);
        if (!found) return null;
        const { verdict, score, pValue, judgedBy, threshold, chance } = found;
        return { verdict, score, pValue, judgedBy, threshold, chance };
      }),
    }),
  );
  return {
    windows: byTime.map((window, at) => {
      const before = byTime[at - 1];
      return {
        ...toStrip(window),
        reevaluatedAt: window.reevaluatedAt,
        isAfterGap: before !== undefined && !isMoment(window) && before.closesAt !== window.opensAt,
      };
    }),
    columns,
    hidden: all.length - columns.length,
  };
}
