import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOTHING_PRINTED, PLAIN, print, shownLines, textOf } from "./terminal";

const ESC = "\u001b";
const shown = (...texts: string[]) =>
  shownLines(texts.reduce((printed, text) => print(printed, text), NOTHING_PRINTED));
const texts = (...given: string[]) => shown(...given).map(textOf);

describe("lines", () => {
  test("are shown as they end, and the last one before it does", () => {
    expect(texts("one\ntw", "o\nthr")).toEqual(["one", "two", "thr"]);
    expect(texts("one\n\n")).toEqual(["one", ""]);
  });
  test("that are overwritten from their beginning show what was written last", () => {
    expect(texts("10 %\r50 %\r100 %\ndone")).toEqual(["100 %", "done"]);
    expect(texts("windows\r\nline\r\n")).toEqual(["windows", "line"]);
    expect(texts("10 %\r", "50 %\r")).toEqual(["50 %"]);
  });
  test("keep their number when the oldest are gone", () => {
    const lines = shown("x\n".repeat(60_000));
    expect(lines).toHaveLength(50_000);
    expect(lines[0]?.number).toBe(10_000);
  });
  test("are cut when they have no end", () => {
    expect(texts("x".repeat(200_000))[0]).toHaveLength(4_001);
  });
});

describe("styles", () => {
  test("colour what follows, over the end of a line, until they end", () => {
    const [one, two] = shown(`${ESC}[1;31mbad\nstill${ESC}[0m good`);
    expect(one?.spans).toEqual([
      { at: 0, text: "bad", style: { ...PLAIN, color: "red", isBold: true } },
    ]);
    expect(two?.spans.map(({ text, style }) => [text, style.color])).toEqual([
      ["still", "red"],
      [" good", null],
    ]);
  });
  test("know bright colours and the first of 256, and pass over the rest", () => {
    const colors = shown(
      `${ESC}[92ma${ESC}[38;5;4mb${ESC}[38;5;200mc${ESC}[38;2;31;1;1md${ESC}[48;5;1;33me`,
    )[0]?.spans.map(({ text, style }) => [text, style.color]);
    expect(colors).toEqual([
      ["a", "green"],
      ["b", "blue"],
      ["c", null],
      ["d", null],
      ["e", "yellow"],
    ]);
  });
  test("may arrive in two halves", () => {
    expect(shown(`${ESC}[3`, "2mok\n")[0]?.spans).toEqual([
      { at: 0, text: "ok", style: { ...PLAIN, color: "green" } },
    ]);
  });
});

test("what moves a cursor, sets a title or rings a bell is not shown", () => {
  expect(
    texts(`${ESC}[2K${ESC}[1Ga${ESC}]0;title\u0007b${ESC}]8;;http://x${ESC}\\c\u0007\u0000d`),
  ).toEqual(["abcd"]);
});

test("however a text is cut into pieces, the same is shown", () => {
  const piece = fc.constantFrom(
    "a",
    "b",
    " ",
    "\n",
    "\r",
    ESC,
    "[",
    "3",
    "1",
    ";",
    "m",
    "]",
    "\u0007",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(40), (pieces, at) => {
      const whole = pieces.join("");
      expect(shown(whole.slice(0, at), whole.slice(at))).toEqual(shown(whole));
    }),
  );
});
