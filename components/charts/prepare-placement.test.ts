import { describe, expect, it } from "vitest";
import { placeTooltip } from "./prepare-placement";

const screen = { width: 1000, height: 600 };
const box = { width: 200, height: 100 };
const anchor = (x: number) => ({ x, y: 300, top: 200, bottom: 400 });

describe("a tooltip", () => {
  it("stands right of the marker, and left of it near the right edge", () => {
    expect(placeTooltip(anchor(100), box, screen)).toEqual({ left: 114, top: 250 });
    expect(placeTooltip(anchor(900), box, screen)).toEqual({ left: 686, top: 250 });
  });

  it("stays on the screen at the top and bottom", () => {
    expect(placeTooltip({ ...anchor(100), y: 0 }, box, screen).top).toBe(8);
    expect(placeTooltip({ ...anchor(100), y: 599 }, box, screen).top).toBe(492);
  });

  it("leaves the chart free where the screen is narrow", () => {
    const narrow = { width: 390, height: 800 };
    const wide = { width: 300, height: 150 };
    expect(placeTooltip(anchor(195), wide, narrow)).toEqual({ left: 45, top: 42 });
    expect(placeTooltip({ ...anchor(195), top: 100, bottom: 300 }, wide, narrow).top).toBe(308);
  });
});
