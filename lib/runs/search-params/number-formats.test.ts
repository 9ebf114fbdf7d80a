import { describe, expect, it } from "vitest";
import {
  parseColumnFormat,
  parseNumberFormat,
  printNumberFormat,
  writeNumber,
} from "./number-formats";

const write = (value: number, code: string) => writeNumber(value, parseNumberFormat(code));

describe("a number format in an address", () => {
  it.each(["s3", "f0", "f12", "p1", "e2"])("reads %s and writes it again", (code) => {
    const format = parseNumberFormat(code);
    expect(format && printNumberFormat(format)).toBe(code);
  });

  it.each(["", "s", "s0", "f13", "x2", "f-1", "f1.5", "f 2"])("refuses “%s”", (code) => {
    expect(parseNumberFormat(code)).toBeNull();
  });

  it("belongs to a column, whatever that is called", () => {
    expect(parseColumnFormat("m:a*b*f2")).toEqual({
      id: "m:a*b",
      format: { style: "fixed", digits: 2 },
    });
    expect(parseColumnFormat("*f2")).toBeNull();
    expect(parseColumnFormat("m:loss")).toBeNull();
  });
});

describe("a number", () => {
  it("is written as its column says", () => {
    expect(write(0.923_456, "s3")).toBe("0.923");
    expect(write(1234.5, "f2")).toBe("1,234.50");
    expect(write(-0.5, "f1")).toBe("−0.5");
    expect(write(0.1234, "p1")).toBe("12.3 %");
    expect(write(123_456, "e2")).toBe("1.23e5");
    expect(write(-0.000_012, "e1")).toBe("−1.2e−5");
  });

  it("is honest about what is no number, and about what is too large to write out", () => {
    expect(write(Number.NaN, "f2")).toBe("NaN");
    expect(write(Number.NEGATIVE_INFINITY, "p0")).toBe("−∞");
    expect(write(1e21, "f2")).toBe("1.00e21");
  });

  it("is written as everywhere when its column says nothing", () => {
    expect(writeNumber(0.923_456, null)).toBe("0.92346");
  });
});
