import { AppError } from "@/lib/core/errors";
import type { ProfileDocument } from "@/lib/datasets/schema/profile";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import type { LimitInput } from "../schema/methods";
import type { DefinitionSettings, MonitorDefinition } from "../schema/monitors";
import type { Watch } from "./watch-columns";
import { type Judged, judgedBy, limitOf, METHOD_FACTS, problemOf } from "./window-methods";

type ColumnWish = DefinitionSettings["columns"][number];
type Column = MonitorDefinition["columns"][number];

/** How a column is to be judged; what it learns is not known yet. */
export interface Draft extends Omit<Column, "threshold" | "limit"> {
  column: WatchedColumn;
  wish: LimitInput;
}

const DEFAULT_PRESET = "slipway";

/** What holds for all columns of its kind. */
function judgedInGeneral(
  { kind }: WatchedColumn,
  settings: DefinitionSettings,
  shape: { values: number; distinct: number },
): Judged {
  const { method, threshold, limit, preset = DEFAULT_PRESET } = settings;
  const usual = judgedBy(preset, { kind, ...shape });
  const isFor = method !== undefined && METHOD_FACTS[method].kinds.includes(kind);
  const chosen = isFor ? method : usual.method;
  if (limit && problemOf(kind, chosen, limit.kind) === null) return { method: chosen, limit };
  if (threshold !== undefined) return { method: chosen, limit: limitOf(chosen, threshold) };
  return { method: chosen, limit: isFor ? limitOf(chosen) : usual.limit };
}

function judgedAlone(general: Judged, wish: ColumnWish | undefined): Judged {
  const method = wish?.method ?? general.method;
  if (wish?.limit) return { method, limit: wish.limit };
  if (wish?.threshold !== undefined) return { method, limit: limitOf(method, wish.threshold) };
  return { method, limit: method === general.method ? general.limit : limitOf(method) };
}

function assertFits({ kind, name }: WatchedColumn, { method, limit }: Judged): void {
  const problem = problemOf(kind, method, limit.kind);
  if (problem === null) {
    if (limit.kind !== "p_value" || limit.rate < 1) return;
  }
  const message = `“${name}”: ${problem ?? "a p-value is below 1."}`;
  throw new AppError("INVALID", message, { columns: message });
}

/** How each column that is watched is to be judged. Throws INVALID for a method or threshold that is not for it. */
export function draftColumns(
  settings: DefinitionSettings,
  { columns, target }: Watch,
  { columns: profiles, rows }: ProfileDocument,
  /** Importances where no wish says one. */
  weights: ReadonlyMap<string, number> | null = null,
): Draft[] {
  return columns.map((column) => {
    const source = column.source === "answer" ? target : column.name;
    const profile = profiles.find(({ name }) => name === source);
    const shape = { values: rows - (profile?.nulls ?? 0), distinct: profile?.distinct ?? 0 };
    const wish = settings.columns.find(({ name }) => name === column.name);
    const judged = judgedAlone(judgedInGeneral(column, settings, shape), wish);
    assertFits(column, judged);
    const bins = column.kind === "number" ? (wish?.bins ?? settings.bins) : "equal_width";
    const { name } = column;
    return {
      ...{ name, column, bins, method: judged.method, wish: judged.limit },
      importance: wish?.importance ?? weights?.get(name) ?? 1,
    };
  });
}

/** A draft as it is kept, where nothing has to be learned. */
export function settled({ name, bins, method, importance, wish }: Draft): Column | null {
  const common = { name, bins, method, importance };
  switch (wish.kind) {
    case "constant":
      return { ...common, threshold: wish.value, limit: { kind: "constant" } };
    case "p_value":
      return { ...common, threshold: wish.rate, limit: { kind: "p_value" } };
    case "false_alarms":
      return { ...common, threshold: 0, limit: { kind: "false_alarms", windows: wish.windows } };
    case "learned":
      return null;
  }
}
