export interface Resizing {
  width: number;
  min: number;
  max: number;
  /** On which side of the handle the panel is that grows and shrinks. */
  panel: "left" | "right";
}

const STEP = 16;
const LARGE_STEP = 96;

const within = (width: number, { min, max }: Resizing) =>
  Math.round(Math.min(max, Math.max(min, width)));

/** The width after the handle was moved by `distance` pixels to the right. */
export function resizeBy(distance: number, from: Resizing): number {
  return within(from.width + (from.panel === "left" ? distance : -distance), from);
}

/** The width after a key on the handle, or null for a key that means nothing there. */
export function resizeByKey(key: string, isLarge: boolean, from: Resizing): number | null {
  const step = isLarge ? LARGE_STEP : STEP;
  if (key === "ArrowLeft") return resizeBy(-step, from);
  if (key === "ArrowRight") return resizeBy(step, from);
  if (key === "Home") return from.min;
  return key === "End" ? from.max : null;
}
