/** A line of a tree as it is on the screen: lines below a folder follow it, one level deeper. */
export interface TreeLine {
  level: number;
  /** Null for what has nothing below it. */
  isOpen: boolean | null;
}

export type TreeMove =
  | { kind: "go"; index: number }
  /** Open or close the folder of the line itself. */
  | { kind: "toggle" };

const go = (index: number | undefined): TreeMove | null =>
  index === undefined || index < 0 ? null : { kind: "go", index };

function parentOf(lines: readonly TreeLine[], index: number): number {
  const level = lines[index]?.level ?? 1;
  return lines.findLastIndex((line, at) => at < index && line.level < level);
}

function moveRight(lines: readonly TreeLine[], index: number): TreeMove | null {
  const line = lines[index];
  if (!line || line.isOpen === null) return null;
  if (!line.isOpen) return { kind: "toggle" };
  const next = lines[index + 1];
  return next && next.level > line.level ? go(index + 1) : null;
}

/** What a key does on a line of a tree; null when it does nothing there. */
export function moveInTree(
  lines: readonly TreeLine[],
  index: number,
  key: string,
): TreeMove | null {
  switch (key) {
    case "ArrowDown":
      return index + 1 < lines.length ? go(index + 1) : null;
    case "ArrowUp":
      return go(index - 1);
    case "ArrowRight":
      return moveRight(lines, index);
    case "ArrowLeft":
      return lines[index]?.isOpen ? { kind: "toggle" } : go(parentOf(lines, index));
    case "Home":
      return go(lines.length > 0 ? 0 : undefined);
    case "End":
      return go(lines.length - 1);
    default:
      return null;
  }
}

/** The folders that a file is in, the outermost first. */
export function foldersAbove(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
