interface Size {
  width: number;
  height: number;
}

interface Anchor {
  /** The marker. */
  x: number;
  y: number;
  /** The chart's upper and lower edge. */
  top: number;
  bottom: number;
}

const GAP = 14;
const EDGE = 8;

function within(value: number, size: number, room: number): number {
  return Math.max(EDGE, Math.min(value, room - size - EDGE));
}

/**
 * Where a tooltip goes: right of the marker, else left of it, else, on a narrow screen, above or below the chart, so
 * that it never covers the place it speaks of.
 */
export function placeTooltip(
  anchor: Anchor,
  box: Size,
  screen: Size,
): { left: number; top: number } {
  const beside = within(anchor.y - box.height / 2, box.height, screen.height);
  if (anchor.x + GAP + box.width + EDGE <= screen.width)
    return { left: anchor.x + GAP, top: beside };
  if (anchor.x - GAP - box.width >= EDGE) return { left: anchor.x - GAP - box.width, top: beside };
  const left = within(anchor.x - box.width / 2, box.width, screen.width);
  const above = anchor.top - box.height - EDGE;
  return {
    left,
    top: above >= EDGE ? above : within(anchor.bottom + EDGE, box.height, screen.height),
  };
}
