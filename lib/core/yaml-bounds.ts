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

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

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
      brackets > bounds.brackets ||
      indent > bounds.indent ||
      countOf(line, OPENS_BLOCK) > bounds.onLine;
    if (isCrowded) return index + 1;
  }
  return null;
}
