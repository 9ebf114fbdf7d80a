import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatDateTime,
  formatDelta,
  formatDuration,
  formatNumber,
  formatPercent,
  formatPlural,
  formatRelative,
  initialsOf,
  relativeTick,
  shortId,
  truncateMiddle,
} from "./format";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("numbers", () => {
  test.each([
    [0, "0"],
    [0.923123, "0.92312"],
    [0.5, "0.5"],
    [12.3456789, "12.346"],
    [-3.25, "−3.25"],
    [100, "100"],
    [1_234_567, "1,234,567"],
    [12_345.678, "12,346"],
    [0.00001234, "1.234e−5"],
    [-6.02e23, "−6.02e23"],
  ])("%d reads %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
  test("a diverged value looks diverged", () => {
    expect(
      [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) =>
        formatNumber(value),
      ),
    ).toEqual(["NaN", "∞", "−∞"]);
  });
  test("fewer significant digits are honoured", () => {
    expect(formatNumber(0.98765, 3)).toBe("0.988");
  });
  test("counts are grouped and compact counts are short", () => {
    expect([formatCount(100_000), formatCompact(12_480), formatCompact(999)]).toEqual([
      "100,000",
      "12.5K",
      "999",
    ]);
  });
  test("one is singular", () => {
    expect([
      formatPlural(1, "run"),
      formatPlural(0, "run"),
      formatPlural(2, "entry", "entries"),
    ]).toEqual(["1 run", "0 runs", "2 entries"]);
  });
  test("percentages keep their decimals and never say minus zero", () => {
    expect(formatPercent(0.1234).replace(/\s/, " ")).toBe("12.3 %");
    expect(formatPercent(-0.00001).replace(/\s/, " ")).toBe("0.0 %");
  });
  test("a delta carries its sign", () => {
    expect([formatDelta(0.01), formatDelta(-0.01), formatDelta(0)]).toEqual([
      "+0.01",
      "−0.01",
      "0",
    ]);
  });
});

describe("bytes", () => {
  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 KiB"],
    [1024 * 1024 - 1, "1.0 MiB"],
    [250 * 1024 * 1024, "250 MiB"],
  ])("%d reads %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("durations", () => {
  test.each([
    [0, "0 ms"],
    [0.42, "0.42 ms"],
    [340, "340 ms"],
    [4_200, "4.2 s"],
    [59_499, "59 s"],
    [59_600, "1m 00s"],
    [187_000, "3m 07s"],
    [HOUR - 1, "1h 00m"],
    [2 * HOUR + 5 * MINUTE, "2h 05m"],
    [76 * HOUR, "3d 4h"],
    [24 * HOUR, "1d"],
    [30 * 24 * HOUR, "30d"],
  ])("%d ms reads %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe("times", () => {
  const now = Date.UTC(2026, 10, 24, 18, 55, 3);
  test.each([
    [2_000, "just now"],
    [42_000, "42 s ago"],
    [12 * MINUTE, "12 min ago"],
    [25 * HOUR, "1 d ago"],
    [400 * 24 * HOUR, "1 y ago"],
    [-3 * HOUR, "in 3 h"],
  ])("%d ms before now reads %s", (distance, text) => {
    expect(formatRelative(now - distance, now)).toBe(text);
  });
  test("a time to come is read to the nearest unit", () => {
    expect(formatRelative(now + 7 * 24 * HOUR - 20_000, now)).toBe("in 7 d");
    expect(formatRelative(now + 3 * HOUR - 5_000, now)).toBe("in 3 h");
    expect(formatRelative(now - 7 * 24 * HOUR + 20_000, now)).toBe("6 d ago");
  });
  test("old times tick slowly", () => {
    expect(relativeTick(now - 3_000, now)).toBeLessThan(relativeTick(now - 2 * HOUR, now));
  });
  test("an absolute time names its zone", () => {
    expect(formatDateTime(now, "UTC")).toBe("24 Nov 2026, 18:55:03 UTC");
    expect(formatDateTime(now, "Europe/Berlin")).toContain("19:55:03");
  });
});

describe("names", () => {
  test("the middle of a long id is dropped, its ends are kept", () => {
    expect(truncateMiddle("0123456789abcdef", 9)).toBe("0123…cdef");
    expect(truncateMiddle("short", 9)).toBe("short");
    expect(shortId("f3a91b22c0ffee")).toBe("f3a91b22");
  });
  test("initials come from names and from addresses", () => {
    expect(["Ada Lovelace", "ada@example.org", "grace.hopper@x", ""].map(initialsOf)).toEqual([
      "AL",
      "A",
      "GH",
      "?",
    ]);
  });
});
