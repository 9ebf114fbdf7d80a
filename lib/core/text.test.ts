import { describe, expect, test } from "vitest";
import { holdsStorableText, isStorable } from "./text";

describe("text that a column can hold", () => {
  test.each(["", "plain", "Grüße 😀", "\u0001\t\n"])("includes %j", (text) => {
    expect(isStorable(text)).toBe(true);
  });
  test.each(["a\0b", "\ud800", "x\udc00y"])("leaves out %j", (text) => {
    expect(isStorable(text)).toBe(false);
    for (const value of [text, [text], { a: { b: [1, null, text] } }, { [text]: 1 }])
      expect(holdsStorableText(value)).toBe(false);
  });
  test("is looked for in values of any kind, and however deep they are nested", () => {
    let deep: unknown = "\0";
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(holdsStorableText(deep)).toBe(false);
    expect(holdsStorableText({ a: [undefined, null, 1, true, new Date(0)] })).toBe(true);
  });
});
