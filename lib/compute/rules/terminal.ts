/** The eight colours of a terminal; bright ones are the same, since our two themes choose the shade. */
export const TERMINAL_COLORS = [
  "black",
  "red",
  "green",
  "yellow",
  "blue",
  "magenta",
  "cyan",
  "white",
] as const;
export type TerminalColor = (typeof TERMINAL_COLORS)[number];

export interface TextStyle {
  color: TerminalColor | null;
  isBold: boolean;
  isDim: boolean;
  isItalic: boolean;
  isUnderlined: boolean;
}

export interface Span {
  /** Where it begins in its line. */
  at: number;
  text: string;
  style: TextStyle;
}

export interface Line {
  /** Counts from 0 over all that was printed. */
  number: number;
  spans: readonly Span[];
}

/** What a terminal would show so far. */
export interface Printed {
  /** Those that have ended; the oldest are gone when there were too many. */
  lines: readonly Line[];
  /** How many there were, those that are gone among them. */
  count: number;
  /** What stands after the last end of a line, as it was printed, and the style it begins in. */
  rest: string;
  style: TextStyle;
}

export const PLAIN: TextStyle = {
  color: null,
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
};
export const NOTHING_PRINTED: Printed = { lines: [], count: 0, rest: "", style: PLAIN };

const MAX_LINES = 50_000;
const MAX_LINE_LENGTH = 4_000;
/** A line that does not end is ended here. */
const MAX_REST = 65_536;

const ESC = "\u001b";
const BELL = "\u0007";
/** A style, another sequence, a title or link, a lone escape, a return to the line's beginning, a control character. */
const CONTROL = new RegExp(
  [
    `${ESC}\\[([\\d;:]*)m`,
    `${ESC}\\[[0-?]*[ -/]*[@-~]`,
    `${ESC}\\][^${BELL}${ESC}]*(?:${BELL}|${ESC}\\\\)?`,
    `${ESC}[^\\[\\]]?`,
    "(\r)",
    "[\u0000-\u0008\u000b-\u001f\u007f]",
  ].join("|"),
  "g",
);

const colorOf = (index: number): TerminalColor | null => TERMINAL_COLORS[index % 8] ?? null;

/** One number of a style sequence. */
function withCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isDim: true };
  if (code === 3) return { ...style, isItalic: true };
  if (code === 4) return { ...style, isUnderlined: true };
  if (code === 22) return { ...style, isBold: false, isDim: false };
  if (code === 23) return { ...style, isItalic: false };
  if (code === 24) return { ...style, isUnderlined: false };
  if (code === 39) return { ...style, color: null };
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97))
    return { ...style, color: colorOf(code % 10) };
  return style;
}

/** A style sequence. Of the 256 colours the first sixteen are known; others leave the text as it is. */
function restyle(style: TextStyle, parameters: string): TextStyle {
  const codes = parameters.split(/[;:]/).map(Number);
  let now = style;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code !== 38 && code !== 48) {
      now = withCode(now, code);
      continue;
    }
    const index = codes[at + 2] ?? 0;
    if (code === 38 && codes[at + 1] === 5)
      now = { ...now, color: index < 16 ? colorOf(index) : null };
    at += codes[at + 1] === 2 ? 4 : 2;
  }
  return now;
}

/** The spans of one line with their places, as much of them as is shown. */
function placed(spans: readonly Omit<Span, "at">[]): Span[] {
  let at = 0;
  const kept: Span[] = [];
  for (const { text, style } of spans) {
    const room = MAX_LINE_LENGTH - at;
    if (room <= 0) break;
    kept.push({ at, style, text: text.length > room ? `${text.slice(0, room)}…` : text });
    at += text.length;
  }
  return kept;
}

/** One line as it looks: what was overwritten from its beginning is gone, and so is everything that is not text. */
function readLine(raw: string, first: TextStyle): { spans: Span[]; style: TextStyle } {
  let style = first;
  let spans: Omit<Span, "at">[] = [];
  let end = 0;
  let isOverwriting = false;
  const add = (text: string) => {
    if (text === "") return;
    if (isOverwriting) spans = [];
    isOverwriting = false;
    spans.push({ text, style });
  };
  for (const found of raw.matchAll(CONTROL)) {
    add(raw.slice(end, found.index));
    end = found.index + found[0].length;
    if (found[1] !== undefined) style = restyle(style, found[1]);
    // Only what comes after it overwrites: a line may end with one.
    if (found[2] !== undefined) isOverwriting = true;
  }
  add(raw.slice(end));
  return { spans: placed(spans), style };
}

/** Adds what was printed next. */
export function print(before: Printed, text: string): Printed {
  const pieces = (before.rest + text).split("\n");
  let rest = pieces.pop() ?? "";
  if (rest.length > MAX_REST) {
    pieces.push(rest);
    rest = "";
  }
  let { style, count } = before;
  const added = pieces.map((raw): Line => {
    const read = readLine(raw, style);
    style = read.style;
    count += 1;
    return { number: count - 1, spans: read.spans };
  });
  const lines = added.length === 0 ? before.lines : [...before.lines, ...added].slice(-MAX_LINES);
  return { lines, count, rest, style };
}

/** All lines to be shown, the one that has not ended among them. */
export function shownLines({ lines, count, rest, style }: Printed): readonly Line[] {
  const { spans } = readLine(rest, style);
  return spans.length === 0 ? lines : [...lines, { number: count, spans }];
}

export const textOf = ({ spans }: Line): string => spans.map(({ text }) => text).join("");
