import { describe, expect, it } from "vitest";
import { extentOf, makeScale, pad, robustExtent, unionOf, widen } from "./prepare-scale";

describe("an extent", () => {
  it("ignores what is not finite", () => {
    expect(extentOf([[Number.NaN, 3, Number.POSITIVE_INFINITY], [-1]])).toEqual({
      min: -1,
      max: 3,
    });
  });

  it("ignores zero and negative values on a log axis", () => {
    expect(extentOf([[-5, 0, 0.1, 100]], "log")).toEqual({ min: 0.1, max: 100 });
  });

  it("is null when nothing can be placed", () => {
    expect(extentOf([[Number.NaN], []])).toBeNull();
    expect(extentOf([[0, -1]], "log")).toBeNull();
  });

  it("of two is the least that holds both", () => {
    expect(unionOf({ min: 0, max: 2 }, { min: -1, max: 1 })).toEqual({ min: -1, max: 2 });
    expect(unionOf(null, { min: -1, max: 1 })).toEqual({ min: -1, max: 1 });
    expect(unionOf(null, null)).toBeNull();
  });

  it("of one value is widened so that it can be divided by", () => {
    expect(widen({ min: 0, max: 0 }, "linear")).toEqual({ min: -1, max: 1 });
    expect(widen({ min: -10, max: -10 }, "linear")).toEqual({ min: -11, max: -9 });
    expect(widen({ min: 4, max: 4 }, "log")).toEqual({ min: 2, max: 8 });
  });

  it("is padded by ratio on a log axis, so it never reaches zero", () => {
    expect(pad({ min: 1, max: 100 }, "log", 0.5)).toEqual({ min: 0.1, max: 1000 });
    expect(pad({ min: 0, max: 10 }, "linear", 0.1)).toEqual({ min: -1, max: 11 });
  });

  it("can be told to leave outliers out", () => {
    const values = [...Array.from({ length: 200 }, (_, index) => index / 200), 1e9];
    expect(robustExtent(values, "linear")?.max).toBeLessThan(1.2);
    expect(robustExtent([1, 1, 1, 1, 1, 1], "linear")).toEqual({ min: 1, max: 1 });
    expect(robustExtent([], "linear")).toBeNull();
  });
});

describe("a scale", () => {
  it("maps both ways", () => {
    const scale = makeScale("linear", { min: 10, max: 20 }, 100, 300);
    expect(scale.toPixel(15)).toBe(200);
    expect(scale.toValue(200)).toBe(15);
  });

  it("runs upwards when its pixels run downwards", () => {
    const scale = makeScale("linear", { min: 0, max: 1 }, 200, 0);
    expect(scale.toPixel(0)).toBe(200);
    expect(scale.toPixel(1)).toBe(0);
  });

  it("gives every decade the same room on a log axis", () => {
    const scale = makeScale("log", { min: 1, max: 1000 }, 0, 300);
    expect(scale.toPixel(10)).toBeCloseTo(100);
    expect(scale.toPixel(100)).toBeCloseTo(200);
    expect(scale.toValue(100)).toBeCloseTo(10);
  });

  it("cannot place zero on a log axis, nor NaN anywhere", () => {
    expect(makeScale("log", { min: 1, max: 10 }, 0, 1).toPixel(0)).toBeNaN();
    expect(makeScale("linear", { min: 1, max: 10 }, 0, 1).toPixel(Number.NaN)).toBeNaN();
  });
});
