interface YamlBounds {
  /** Of all collections written with brackets, wherever those stand. */
  brackets: number;
  /** What can open a block within a block: so many on one line. */
  onLine: number;
  /** Columns that a line may be indented by. */
  indent: number;
}

const OPENING = /[[{]/g;
const OPENS_BLOCK = /[-?:](?=[ \t\r]|$)/g;
const OPENS_ITEM = /[-?](?=[ \t\r]|$)/g;
const IS_KEY = /\?(?=[ \t\r]|$)/;
/** A name with a text or something in brackets, such as the columns of a table: colons nest nothing behind those. */
const BEGINS_VALUE = /^[ \t]*[\w.-]+:[ \t]+['"[{]/;
const MOST_COLONS = 10_000;

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function opensTooMuch(line: string, onLine: number): boolean {
  const openings = countOf(line, OPENS_BLOCK);
  if (openings <= onLine) return false;
  if (!BEGINS_VALUE.test(line) || IS_KEY.test(line)) return true;
  return openings > MOST_COLONS || countOf(line, OPENS_ITEM) > onLine;
}

/**
 * The first line, from 1, from which on a YAML text may nest more deeply than a parser gets through: those fall over a few
 * thousand levels, and the process with them. Null where there is none. Told from single characters, whatever is quoted,
 * so that nothing that is quoted wrongly gets past it.
 */
export function crowdedLine(text: string, bounds: YamlBounds): number | null {
  let brackets = 0;
  for (const [index, line] of text.split("\n").entries()) {
    brackets += countOf(line, OPENING);
    const indent = line.search(/[^ \t]/);
    const isCrowded =
      brackets > bounds.brackets || indent > bounds.indent || opensTooMuch(line, bounds.onLine);
    if (isCrowded) return index + 1;
  }
  return null;
}
