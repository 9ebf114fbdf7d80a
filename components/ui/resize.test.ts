import { describe, expect, test } from "vitest";
import { resizeBy, resizeByKey } from "./resize";

const left = { width: 400, min: 320, max: 900, panel: "left" } as const;
const right = { ...left, panel: "right" } as const;

describe("a handle that is dragged to the right", () => {
  test("widens the panel on its left and narrows the one on its right", () => {
    expect(resizeBy(50, left)).toBe(450);
    expect(resizeBy(50, right)).toBe(350);
  });

  test("stops where the panel may not go further", () => {
    expect(resizeBy(5000, left)).toBe(900);
    expect(resizeBy(5000, right)).toBe(320);
  });
});

describe("a key on the handle", () => {
  test("moves the handle where the arrow points, further with shift", () => {
    expect(resizeByKey("ArrowLeft", false, right)).toBe(416);
    expect(resizeByKey("ArrowRight", true, left)).toBe(496);
  });

  test("goes to the least and the greatest width", () => {
    expect(resizeByKey("Home", false, left)).toBe(320);
    expect(resizeByKey("End", false, left)).toBe(900);
  });

  test("is left alone when it means nothing there", () => {
    expect(resizeByKey("Tab", false, left)).toBeNull();
  });
});
