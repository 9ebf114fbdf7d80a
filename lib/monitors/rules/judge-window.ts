import type { WatchedColumn, WindowProfile } from "@/lib/datasets/schema/window-profiles";
import type {
  ColumnFinding,
  ColumnVerdict,
  MonitorDefinition,
  WindowVerdict,
} from "../schema/monitors";
import { type Candidate, considerColumn, settleColumns } from "./judge-column";

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

const DRIFTED: readonly ColumnVerdict[] = ["drifted", "missing", "mistyped", "no_values"];

/** Whether a column is not as it was. */
export const isOff = (verdict: ColumnVerdict): boolean => DRIFTED.includes(verdict);

export interface Judgement {
  verdict: WindowVerdict;
  /** Of the importance of the columns that could be judged, that of those which drifted. */
  share: number;
  findings: ColumnFinding[];
}

interface Profiles {
  reference: WindowProfile;
  current: WindowProfile;
}

/** What is known of each column before they are looked at together. Throws when a profile is not of the columns. */
function consider(
  columns: readonly WatchedColumn[],
  definition: MonitorDefinition,
  { reference, current }: Profiles,
): Candidate[] {
  const alarming = definition.columns.filter(({ limit }) => limit.kind === "false_alarms").length;
  const { minRows, smallWindows } = definition;
  return columns.map((column, at) => {
    const settings = definition.columns.find(({ name }) => name === column.name);
    const [before, after] = [reference.columns[at], current.columns[at]];
    if (!settings || !before || !after)
      throw new Error(`A profile says nothing of the column "${column.name}".`);
    const size = { rows: current.rows, minRows, smallWindows, alarming };
    return considerColumn(settings, { column, reference: before, current: after }, size);
  });
}

/** What a window says, column by column and as a whole. Throws when a profile is not of the columns. */
export function judgeWindow(
  columns: readonly WatchedColumn[],
  definition: MonitorDefinition,
  profiles: Profiles,
): Judgement {
  const judged = settleColumns(consider(columns, definition, profiles));
  const told = judged.filter(({ finding }) => finding.verdict !== "too_few");
  const weigh = (some: typeof judged) => sum(some.map(({ importance }) => importance));
  const all = weigh(told);
  const drifted = weigh(told.filter(({ finding }) => isOff(finding.verdict)));
  const share = all > 0 ? drifted / all : 0;
  const isDrifted = drifted > 0 && share >= definition.share;
  return {
    verdict: told.length === 0 ? "too_few" : isDrifted ? "drifted" : "stable",
    share,
    findings: judged.map(({ finding }) => finding),
  };
}
