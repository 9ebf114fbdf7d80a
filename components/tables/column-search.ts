/** How the column picker's search box reads: words are matched loosely in order, `/…/` is a regular expression. */
export type ColumnMatcher = (name: string) => number | null;

const SEPARATOR = /[\s/_.\-:]/;

/** A match at the beginning of a word counts more than inside one, and a run of characters more than scattered ones. */
function fuzzyScore(name: string, query: string): number | null {
  const text = name.toLowerCase();
  const whole = text.indexOf(query);
  if (whole >= 0) {
    const isWordStart = whole === 0 || SEPARATOR.test(text[whole - 1] ?? "");
    return 1000 + (isWordStart ? 500 : 0) - whole - (text.length - query.length) / 100;
  }
  let score = 0;
  let at = -1;
  for (const character of query) {
    const next = text.indexOf(character, at + 1);
    if (next < 0) return null;
    const isWordStart = next === 0 || SEPARATOR.test(text[next - 1] ?? "");
    score += (next === at + 1 ? 8 : 0) + (isWordStart ? 6 : 0) - (next - at) / 10;
    at = next;
  }
  return score - text.length / 100;
}

function everyWord(words: readonly string[]): ColumnMatcher {
  return (name) => {
    let total = 0;
    for (const word of words) {
      const score = fuzzyScore(name, word);
      if (score === null) return null;
      total += score;
    }
    return total;
  };
}

/** `matches` answers a score, more is better, or null. `problem` says why a regular expression cannot be read. */
export function columnMatcher(query: string): { matches: ColumnMatcher; problem: string | null } {
  const text = query.trim();
  const pattern = /^\/(.+?)(?:\/(i?))?$/.exec(text);
  if (pattern) {
    try {
      const expression = new RegExp(pattern[1] ?? "", pattern[2] === undefined ? "i" : pattern[2]);
      return { matches: (name) => (expression.test(name) ? 0 : null), problem: null };
    } catch {
      return { matches: () => null, problem: "This regular expression is not complete." };
    }
  }
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return { matches: everyWord(words), problem: null };
}

/** The names that match, best first; in their own order when nothing is searched or a pattern is. */
export function searchColumns<Item>(
  items: readonly Item[],
  query: string,
  nameOf: (item: Item) => string,
): { found: Item[]; problem: string | null } {
  const { matches, problem } = columnMatcher(query);
  const scored: { item: Item; score: number }[] = [];
  for (const item of items) {
    const score = matches(nameOf(item));
    if (score !== null) scored.push({ item, score });
  }
  scored.sort((left, right) => right.score - left.score);
  return { found: scored.map(({ item }) => item), problem };
}
