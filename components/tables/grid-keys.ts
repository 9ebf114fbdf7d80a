/** What a key press in a grid means; the grid carries it out. */
export type GridIntent =
  | { kind: "move"; rows: number; columns: number; isExtending: boolean }
  | { kind: "move-to"; row: "first" | "last" | null; column: "first" | "last" | null }
  | { kind: "page"; direction: 1 | -1; isExtending: boolean }
  | { kind: "toggle-row" }
  | { kind: "select-all" }
  | { kind: "clear" }
  | { kind: "open" }
  | { kind: "open-in-new-tab" }
  | { kind: "peek" }
  | { kind: "mark" }
  | { kind: "menu" }
  | { kind: "move-column"; by: 1 | -1 }
  | { kind: "resize-column"; by: number };

export interface GridKey {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const RESIZE_STEP = 16;

const ARROWS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const LETTERS: Readonly<Record<string, GridIntent>> = {
  j: { kind: "move", rows: 1, columns: 0, isExtending: false },
  k: { kind: "move", rows: -1, columns: 0, isExtending: false },
  h: { kind: "move", rows: 0, columns: -1, isExtending: false },
  l: { kind: "move", rows: 0, columns: 1, isExtending: false },
  J: { kind: "move", rows: 1, columns: 0, isExtending: true },
  K: { kind: "move", rows: -1, columns: 0, isExtending: true },
  x: { kind: "toggle-row" },
  f: { kind: "menu" },
  b: { kind: "mark" },
};

function commandArrow(event: GridKey, rows: number, columns: number): GridIntent | null {
  if (event.shiftKey)
    return columns === 0 ? null : { kind: "move-column", by: columns < 0 ? -1 : 1 };
  return columns === 0
    ? { kind: "move-to", row: rows < 0 ? "first" : "last", column: null }
    : { kind: "move-to", row: null, column: columns < 0 ? "first" : "last" };
}

function arrowIntent(event: GridKey, rows: number, columns: number): GridIntent | null {
  if (event.ctrlKey || event.metaKey) return commandArrow(event, rows, columns);
  if (event.altKey) {
    if (columns !== 0) return { kind: "resize-column", by: columns * RESIZE_STEP };
    return rows > 0 ? { kind: "menu" } : null;
  }
  return { kind: "move", rows, columns, isExtending: event.shiftKey && rows !== 0 };
}

function namedIntent(event: GridKey): GridIntent | null {
  const isCommand = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "Home":
      return { kind: "move-to", row: isCommand ? "first" : null, column: "first" };
    case "End":
      return { kind: "move-to", row: isCommand ? "last" : null, column: "last" };
    case "PageDown":
      return { kind: "page", direction: 1, isExtending: event.shiftKey };
    case "PageUp":
      return { kind: "page", direction: -1, isExtending: event.shiftKey };
    case "Enter":
      return { kind: isCommand ? "open-in-new-tab" : "open" };
    case " ":
      return { kind: event.shiftKey ? "toggle-row" : "peek" };
    case "Escape":
      return { kind: "clear" };
    case "ContextMenu":
      return { kind: "menu" };
    case "F10":
      return event.shiftKey ? { kind: "menu" } : null;
    default:
      return null;
  }
}

export function intentOfKey(event: GridKey): GridIntent | null {
  const arrow = ARROWS[event.key];
  if (arrow) return arrowIntent(event, ...arrow);
  const isCommand = event.ctrlKey || event.metaKey;
  if (isCommand && event.key.toLowerCase() === "a" && !event.shiftKey && !event.altKey)
    return { kind: "select-all" };
  const named = namedIntent(event);
  if (named) return named;
  return isCommand || event.altKey ? null : (LETTERS[event.key] ?? null);
}

/** The header is row -1. */
export interface ActiveCell {
  row: number;
  column: number;
}

const clamp = (value: number, least: number, most: number) =>
  Math.max(least, Math.min(most, value));

const END = { first: 0, last: Number.POSITIVE_INFINITY } as const;

/** Where the active cell goes; the same cell when the intent is no move. */
export function moveActiveCell(
  cell: ActiveCell,
  intent: GridIntent,
  { rows, columns, pageRows }: { rows: number; columns: number; pageRows: number },
): ActiveCell {
  const to = (row: number, column: number): ActiveCell => ({
    row: clamp(row, -1, rows - 1),
    column: clamp(column, 0, columns - 1),
  });
  switch (intent.kind) {
    case "move":
      return to(cell.row + intent.rows, cell.column + intent.columns);
    case "page":
      return to(Math.max(0, cell.row + intent.direction * pageRows), cell.column);
    case "move-to":
      return to(
        intent.row === null ? cell.row : END[intent.row],
        intent.column === null ? cell.column : END[intent.column],
      );
    default:
      return cell;
  }
}
