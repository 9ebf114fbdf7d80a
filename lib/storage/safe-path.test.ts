import { describe, expect, it } from "vitest";
import { safeRelativePath } from "./safe-path";

describe("safeRelativePath", () => {
  it.each([
    ["a/b.txt", "a/b.txt"],
    ["", ""],
    [".", ""],
    ["a//b/", "a/b"],
    ["./a/./b", "a/b"],
    ["..../a", "..../a"],
    ["a..b/..c", "a..b/..c"],
    ["räksmörgås/模型.bin", "räksmörgås/模型.bin"],
    ["with space+plus&amp=1?.txt", "with space+plus&amp=1?.txt"],
    ["100%.txt", "100%.txt"],
    ["50%25.txt", "50%25.txt"],
    // What older clients call an image.
    ["sample%step%0%timestamp%1795%17ab.png", "sample%step%0%timestamp%1795%17ab.png"],
    ["epoch:1/x", "epoch:1/x"],
  ])("takes %j", (given, path) => {
    expect(safeRelativePath(given)).toBe(path);
  });

  it.each([
    "..",
    "../canary",
    "a/../../canary",
    "a/..",
    "/canary",
    "//canary",
    "%2e%2e/canary",
    "%2E%2E%2Fcanary",
    "%252E%252E%252Fcanary%252fx",
    "%25252e%25252e%25252fcanary",
    "..%2fcanary",
    "..%252fcanary",
    "%2fcanary",
    "%252fcanary",
    "C:/",
    "c:canary",
    "C%3A/canary",
    "C:\\canary",
    "..\\canary",
    "..%5ccanary",
    "a%255c..%255c..%255ccanary",
    "\\\\host\\share",
    "a\0b",
    "a%00b",
    "a%2500b",
    "a#b",
    "a%23/../canary",
    "a\nb",
    "a\u007f",
    "\ud800",
  ])("refuses %j", (path) => {
    expect(() => safeRelativePath(path)).toThrow(/^Invalid path/);
  });

  it("refuses a path that could be decoded without end", () => {
    expect(() => safeRelativePath(`%${"25".repeat(40)}2e%2e/x`)).toThrow(/^Invalid path/);
  });

  it("bounds a name and a path, so that a file system never has to", () => {
    expect(safeRelativePath("n".repeat(255))).toHaveLength(255);
    expect(() => safeRelativePath("n".repeat(256))).toThrow("longer than 255 bytes");
    expect(() => safeRelativePath("é".repeat(128))).toThrow("longer than 255 bytes");
    expect(() => safeRelativePath("abcdefghi/".repeat(91))).toThrow("longer than 900 bytes");
  });
});
