import { describe, expect, test } from "vitest";
import { holdsStorableText, isStorable, withoutCredentials } from "./text";

test.each([
  ["https://ada:secret@git.example/churn.git", "https://git.example/churn.git"],
  ["HTTPS://token@git.example:8443/a@b", "HTTPS://git.example:8443/a@b"],
  ["http://ada@mail.example:secret@git.example", "http://git.example"],
  [
    "git+https://token@git.example/churn@v2#a and https://x:y@z",
    "git+https://git.example/churn@v2#a and https://z",
  ],
  ["ssh://git:secret@git.example/churn", "ssh://git@git.example/churn"],
  ["ssh://git@git.example:22/churn", "ssh://git@git.example:22/churn"],
  ["git@git.example:team/churn.git", "git@git.example:team/churn.git"],
  ["https://git.example/?who=ada@mail.example", "https://git.example/?who=ada@mail.example"],
])("%j shows no credentials", (text, shown) => {
  expect(withoutCredentials(text)).toBe(shown);
});

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
