import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Measures the tokens as WCAG 2.2 does, in both themes, on every surface they are put on. */
type Theme = "light" | "dark";

const css = readFileSync(new URL("../../app/tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

function colorOf(token: string, theme: Theme): string {
  const pair = tokens.get(token);
  if (!pair) throw new Error(`There is no token --${token} that is a pair of colours.`);
  return pair[theme];
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ["canvas", "surface", "raised", "sunken"];
const ROW_STATES = [...SURFACES, "hover", "active"];
const TONES = ["success", "warning", "danger", "info", "neutral"];
const RUNS = Array.from({ length: 16 }, (_, index) => `run-${index}`);

const pairs = (foregrounds: string[], backgrounds: string[]) =>
  foregrounds.flatMap((foreground) =>
    backgrounds.map((background) => [foreground, background] as const),
  );

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const weakerThan = (least: number, checked: readonly (readonly [string, string])[]) =>
    checked
      .map(([a, b]) => ({
        pair: `${a} on ${b}`,
        ratio: contrast(colorOf(a, theme), colorOf(b, theme)),
      }))
      .filter(({ ratio }) => ratio < least)
      .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`);

  test("text is readable on every surface and row state", () => {
    expect(weakerThan(4.5, pairs(["fg", "muted"], ROW_STATES))).toEqual([]);
    expect(weakerThan(4.5, pairs(["subtle", "accent-fg"], [...SURFACES, "hover"]))).toEqual([]);
  });

  test("text with a meaning is readable on its own tint and on the page", () => {
    const own = TONES.map((tone) => [`${tone}-fg`, `${tone}-bg`] as const);
    const onPage = pairs(
      TONES.map((tone) => `${tone}-fg`),
      ["canvas", "surface", "raised"],
    );
    expect(
      weakerThan(4.5, [...own, ...onPage, ["accent-fg", "accent-soft"], ["fg", "accent-soft"]]),
    ).toEqual([]);
    expect(
      weakerThan(
        4.5,
        TONES.map((tone) => ["fg", `${tone}-bg`] as const),
      ),
    ).toEqual([]);
  });

  test("what is marked as wrong in an editor stays as readable in each of its colours", () => {
    const colours = ["fg", "muted", "accent-fg", "success-fg", "info-fg", "warning-fg"];
    expect(weakerThan(4.5, pairs(colours, ["danger-bg"]))).toEqual([]);
    expect(weakerThan(4.5, pairs(["subtle"], ["sunken"]))).toEqual([]);
  });

  test("text on filled buttons is readable, pointed at or not", () => {
    const filled = [
      ["on-accent", "accent"],
      ["on-accent", "accent-hover"],
      ["on-danger", "danger"],
      ["on-danger", "danger-hover"],
    ] as const;
    expect(weakerThan(4.5, filled)).toEqual([]);
  });

  test("edges of controls, focus rings and fills that mean something stand out", () => {
    const edges = ["line-control", "ring", "accent", "danger"];
    expect(weakerThan(3, pairs(edges, ["canvas", "surface", "raised"]))).toEqual([]);
  });

  test("lines of runs stand out from what they are drawn on", () => {
    expect(weakerThan(3, pairs(RUNS, ["surface", "raised"]))).toEqual([]);
  });
});
