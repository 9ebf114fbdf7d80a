import type { HeatCellDto } from "@/lib/monitors/dto/screens";
import { excessOf } from "@/lib/monitors/rules/excess";

/** How strongly a cell is drawn; each has a class of its own. */
export type Shade =
  | "stable-low"
  | "stable-half"
  | "stable-near"
  | "drifted-just"
  | "drifted-clear"
  | "drifted-far"
  | "broken"
  | "unknown";

const CLEAR = 1.5;
const FAR = 3;

/** By how much of its threshold the score is. */
export function shadeOf(cell: HeatCellDto): Shade {
  const ratio = excessOf(cell) ?? 0;
  switch (cell.verdict) {
    case "missing":
    case "mistyped":
    case "no_values":
      return "broken";
    case "too_few":
      return "unknown";
    case "drifted":
      return ratio >= FAR ? "drifted-far" : ratio >= CLEAR ? "drifted-clear" : "drifted-just";
    default:
      return ratio >= 0.75 ? "stable-near" : ratio >= 0.25 ? "stable-half" : "stable-low";
  }
}

export interface Place {
  row: number;
  column: number;
}

const STEPS: Readonly<Record<string, Place>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, value));

/** Where a key leads to in a grid; null for one that leads nowhere. With control, Home and End go to the corners. */
export function stepTo(
  { key, isCommand }: { key: string; isCommand: boolean },
  from: Place,
  size: { rows: number; columns: number },
): Place | null {
  const end = { row: size.rows - 1, column: size.columns - 1 };
  if (key === "Home") return { row: isCommand ? 0 : from.row, column: 0 };
  if (key === "End") return { row: isCommand ? end.row : from.row, column: end.column };
  const step = STEPS[key];
  if (!step || isCommand) return null;
  return {
    row: clamp(from.row + step.row, size.rows),
    column: clamp(from.column + step.column, size.columns),
  };
}
