import type { Frame } from "./prepare-frame";

/** Something that happened at a place of the x axis. */
export interface ChartMark {
  x: number;
  /** What the words beside the chart call it: 1, 2, 3 by time. */
  number: number;
  isWarning: boolean;
}

export interface PlacedMark {
  pixel: number;
  /** "3", or "3–5" where several lie too near to each other. */
  label: string;
  isWarning: boolean;
}

/** Marks nearer than this would cover each other. */
const NEAR_PIXELS = 26;

/** Marks in view, those that lie near to each other as one. */
export function groupMarks(
  frame: Pick<Frame, "plot" | "x">,
  marks: readonly ChartMark[],
): PlacedMark[] {
  const { left, width } = frame.plot;
  const placed = marks
    .map((mark) => ({ ...mark, pixel: frame.x.toPixel(mark.x) }))
    .filter(({ pixel }) => pixel >= left && pixel <= left + width)
    .toSorted((a, b) => a.pixel - b.pixel);
  const groups: (typeof placed)[] = [];
  for (const mark of placed) {
    const open = groups.at(-1);
    const first = open?.[0];
    if (open && first && mark.pixel - first.pixel < NEAR_PIXELS) open.push(mark);
    else groups.push([mark]);
  }
  return groups.flatMap((group) => {
    const numbers = group.map(({ number }) => number);
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
    const [first] = group;
    if (!first) return [];
    return {
      pixel: Math.round(first.pixel),
      label: least === most ? String(least) : `${least}–${most}`,
      isWarning: group.some(({ isWarning }) => isWarning),
    };
  });
}
