import { formatNumber, formatPercent } from "@/lib/core/format";
import { escapeHtml } from "@/lib/core/print-page";
import type { Cumulative } from "./cumulative";

/** Colours as any program reads them. */
export interface PictureLook {
  background: string;
  text: string;
  muted: string;
  line: string;
  before: string;
  after: string;
}

/** Black on white, and apart without colour: the first side is hollow, the second one solid. */
export const PRINT_LOOK: PictureLook = {
  background: "#ffffff",
  text: "#1a1d21",
  muted: "#565d66",
  line: "#9aa2ad",
  before: "#565d66",
  after: "#1d4ed8",
};

export interface Picture {
  svg: string;
  width: number;
  height: number;
}

export interface PictureWords {
  title: string;
  /** What the sides are called. */
  before: string;
  after: string;
}

interface Bin {
  label: string;
  reference: number;
  current: number;
}

const WIDTH = 720;
const MARGIN = 24;
const HEAD = 64;
const FONT = 'font-family="Inter, system-ui, sans-serif"';
/** Characters that XML has no way to write are left out. */
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const LONGEST = 60;

const written = (text: string, longest = LONGEST): string => {
  const letters = [...text.replaceAll(UNWRITABLE, "")];
  const short = letters.length > longest ? [...letters.slice(0, longest - 1), "…"] : letters;
  return escapeHtml(short.join(""));
};
const round = (value: number): string => String(Math.round(value * 100) / 100);

interface Placed {
  x: number;
  y: number;
  text: string;
  color: string;
  size?: number;
  anchor?: "start" | "middle" | "end";
}

const write = ({ x, y, text, color, size = 12, anchor = "start" }: Placed): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${anchor}" fill="${color}">${text}</text>`;

function box(place: { x: number; y: number; width: number; height: number }, look: string): string {
  const { x, y, width, height } = place;
  if (width <= 0 || height <= 0) return "";
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" ${look}/>`;
}

const hollow = (look: PictureLook) => `fill="none" stroke="${look.before}"`;
const solid = (look: PictureLook) => `fill="${look.after}"`;

function frame(
  { title, before, after }: PictureWords,
  look: PictureLook,
  { height, content, isLine = false }: { height: number; content: string; isLine?: boolean },
): Picture {
  const keyAt = MARGIN + 26;
  const [first, second] = [MARGIN, WIDTH / 2];
  const key = isLine
    ? `<path d="M${first} ${keyAt - 4}h12" stroke="${look.before}" stroke-dasharray="4 3" stroke-width="2"/><path d="M${second} ${keyAt - 4}h12" stroke="${look.after}" stroke-width="2"/>`
    : box({ x: first, y: keyAt - 10, width: 10, height: 10 }, hollow(look)) +
      box({ x: second, y: keyAt - 10, width: 10, height: 10 }, solid(look));
  const words = [
    write({ x: MARGIN, y: MARGIN + 4, text: written(title, 80), color: look.text, size: 15 }),
    write({ x: first + 18, y: keyAt, text: written(before, 48), color: look.muted }),
    write({ x: second + 18, y: keyAt, text: written(after, 48), color: look.muted }),
  ];
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${written(title, 200)}" ${FONT}><rect width="${WIDTH}" height="${height}" fill="${look.background}"/>${words.join("")}${key}${content}</svg>`,
    width: WIDTH,
    height,
  };
}

function sharesOf(bins: readonly Bin[]) {
  const all = (read: (bin: Bin) => number) => bins.reduce((sum, bin) => sum + read(bin), 0) || 1;
  const [before, after] = [all((bin) => bin.reference), all((bin) => bin.current)];
  const shares = bins.map(({ label, reference, current }) => ({
    label,
    before: reference / before,
    after: current / after,
  }));
  const most = Math.max(1e-9, ...shares.flatMap((one) => [one.before, one.after]));
  return { shares, most };
}

/** Bins of numbers in their order, both sides next to each other in each. */
export function histogramPicture(
  bins: readonly Bin[],
  words: PictureWords,
  look: PictureLook,
): Picture {
  const { shares, most } = sharesOf(bins);
  const [height, plot] = [320, 200];
  const bottom = HEAD + 12 + plot;
  const step = (WIDTH - 2 * MARGIN) / shares.length;
  const bar = Math.max(1, step / 2 - 1);
  const bars = shares.map(({ before, after }, at) => {
    const x = MARGIN + at * step;
    const tall = (share: number) => (share / most) * plot;
    return (
      box({ x, y: bottom - tall(before), width: bar, height: tall(before) }, hollow(look)) +
      box({ x: x + bar, y: bottom - tall(after), width: bar, height: tall(after) }, solid(look))
    );
  });
  const foot = (at: number, anchor: "start" | "middle" | "end", y: number) =>
    write({
      ...{ x: MARGIN + at * step, y, anchor, color: look.muted, size: 11 },
      text: written(shares[anchor === "start" ? 0 : at - 1]?.label ?? ""),
    });
  const content = [
    write({
      x: MARGIN,
      y: HEAD + 8,
      text: `${formatPercent(most)} of rows`,
      color: look.muted,
      size: 11,
    }),
    `<path d="M${MARGIN} ${bottom}H${WIDTH - MARGIN}" stroke="${look.line}"/>`,
    ...bars,
    foot(0, "start", bottom + 18),
    foot(shares.length - 1, "end", bottom + 18),
    foot(shares.length, "end", bottom + 34),
  ];
  return frame(words, look, { height, content: content.join("") });
}

/** A row for each category. */
export function categoriesPicture(
  bins: readonly Bin[],
  words: PictureWords,
  look: PictureLook,
): Picture {
  const { shares, most } = sharesOf(bins);
  const [row, label, figures] = [26, 170, 110];
  const wide = WIDTH - 2 * MARGIN - label - figures;
  const rows = shares.map(({ label: name, before, after }, at) => {
    const y = HEAD + at * row;
    const x = MARGIN + label;
    const figure = `${formatPercent(before)} → ${formatPercent(after)}`;
    return [
      write({ x: MARGIN, y: y + 14, text: written(name, 26), color: look.text }),
      box({ x, y: y + 2, width: (before / most) * wide, height: 8 }, hollow(look)),
      box({ x, y: y + 12, width: (after / most) * wide, height: 8 }, solid(look)),
      write({ x: WIDTH - MARGIN, y: y + 14, text: figure, color: look.muted, anchor: "end" }),
    ].join("");
  });
  const height = HEAD + rows.length * row + MARGIN;
  return frame(words, look, { height, content: rows.join("") });
}

/** Shares of the values that are not greater than x, of both sides. */
export function cumulativePicture(
  { x, before, after }: Cumulative,
  words: PictureWords,
  look: PictureLook,
): Picture {
  const [height, plot, left] = [320, 200, MARGIN + 36];
  const [low = 0, high = 1] = [x[0], x.at(-1)];
  const top = HEAD + 12;
  const wide = WIDTH - MARGIN - left;
  const pointOf = (value: number, share: number) =>
    `${round(left + ((value - low) / (high - low || 1)) * wide)} ${round(top + (1 - share) * plot)}`;
  const path = (shares: readonly number[]) =>
    x.map((value, at) => `${at === 0 ? "M" : "L"}${pointOf(value, shares[at] ?? 0)}`).join("");
  const levels = [0, 0.5, 1].map((share) => {
    const y = top + (1 - share) * plot;
    const text = formatPercent(share, 0);
    return `<path d="M${left} ${y}h${wide}" stroke="${look.line}" stroke-opacity="0.5"/>${write({ x: left - 6, y: y + 4, text, color: look.muted, size: 11, anchor: "end" })}`;
  });
  const foot = (value: number, at: number, anchor: "start" | "end") =>
    write({
      ...{ x: at, y: top + plot + 18, anchor, color: look.muted, size: 11 },
      text: written(formatNumber(value)),
    });
  const content = [
    ...levels,
    `<path d="${path(before)}" fill="none" stroke="${look.before}" stroke-width="2" stroke-dasharray="6 4"/>`,
    `<path d="${path(after)}" fill="none" stroke="${look.after}" stroke-width="2"/>`,
    foot(low, left, "start"),
    foot(high, WIDTH - MARGIN, "end"),
  ];
  return frame(words, look, { height, content: content.join(""), isLine: true });
}
