import { describe, expect, it } from "vitest";
import { gradientColor, isNumeric, prepareAxis } from "./prepare-axis";

const options = { isLog: false, isFlipped: false, count: 5 };

describe("values of an axis", () => {
  it("are numbers where every text reads as one", () => {
    expect(isNumeric(["0.1", "1e-3", null, 3])).toBe(true);
    expect(isNumeric(["0.1", "auto"])).toBe(false);
    expect(isNumeric([null, ""])).toBe(false);
  });
});

describe("an axis of numbers", () => {
  it("places the least near its start and the greatest near its end", () => {
    const { place } = prepareAxis(["10", "20", "30"], options);
    expect(place("10")).toBeGreaterThan(0);
    expect(place("10")).toBeLessThan(0.1);
    expect(place("20")).toBeCloseTo(0.5);
    expect(place("30")).toBeGreaterThan(0.9);
  });

  it("can be turned round", () => {
    const { place } = prepareAxis([10, 30], { ...options, isFlipped: true });
    expect(place(10)).toBeGreaterThan(0.9);
  });

  it("gives each decade the same room when logarithmic", () => {
    const { place } = prepareAxis([0.001, 0.01, 0.1], { ...options, isLog: true });
    expect(place(0.01)).toBeCloseTo(0.5);
  });

  it("stays linear where a log scale could not show every number", () => {
    const { canLog, place } = prepareAxis([0, 5, 10], { ...options, isLog: true });
    expect(canLog).toBe(false);
    expect(place(5)).toBeCloseTo(0.5);
  });

  it("has no place for what is missing or no number", () => {
    const { place } = prepareAxis([1, 2], options);
    expect(place(null)).toBeNull();
    expect(place(Number.NaN)).toBeNull();
  });
});

describe("an axis of names", () => {
  it("spreads them in the order people expect", () => {
    const { kind, ticks, place } = prepareAxis(["b10", "b2", "b2", null], options);
    expect(kind).toBe("category");
    expect(ticks).toEqual([
      { at: 0, label: "b2" },
      { at: 1, label: "b10" },
    ]);
    expect(place(null)).toBeNull();
  });

  it("puts a lone name in the middle", () => {
    expect(prepareAxis(["adam"], options).place("adam")).toBe(0.5);
  });
});

describe("a colour by value", () => {
  it("mutes what has none and keeps within the ends", () => {
    expect(gradientColor(null)).toBe("var(--line-control)");
    expect(gradientColor(7)).toBe(gradientColor(1));
  });
});
