import { invalidClause, SearchError } from "./search-error";

/** A dotted name in pieces: `` tags.`mlflow.user` `` has the bare piece "tags" and the quoted piece "mlflow.user". */
export interface NamePart {
  text: string;
  quote: "" | "`" | '"' | "'";
}

interface Span {
  position: number;
  end: number;
}

export type Token = Span &
  (
    | { kind: "name"; text: string; parts: NamePart[] }
    /** Double quotes hold a value or a name, whichever is wanted where they stand. */
    | { kind: "string"; text: string; value: string; quote: "'" | '"' }
    | { kind: "number"; text: string; value: number; isInteger: boolean }
    | { kind: "operator"; text: string }
    | { kind: "open" | "close" | "comma"; text: string }
  );

/** Longer filters are refused: nobody writes them, and programs that do mean a list of ids. */
const MAX_FILTER_CHARS = 500_000;

const SPACE = /\s+/uy;
const NUMBER = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])/uy;
const WORD = /[\p{L}\p{N}_]+/uy;
const OPERATOR = /<=|>=|<>|!=|==|=|<|>/y;
const PUNCTUATION: ReadonlyMap<string, "open" | "close" | "comma"> = new Map([
  ["(", "open"],
  [")", "close"],
  [",", "comma"],
]);

function match(pattern: RegExp, text: string, position: number): string | null {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? null;
}

/** A quoted stretch that begins at `position`; the quote itself is written twice inside. */
function readQuoted(text: string, position: number, quote: string): { value: string; end: number } {
  let value = "";
  let from = position + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close === -1)
      throw invalidClause(text, position, text.length, `The quote ${quote} is never closed.`);
    value += text.slice(from, close);
    if (text[close + 1] !== quote) return { value, end: close + 1 };
    value += quote;
    from = close + 2;
  }
}

function isQuote(char: string | undefined): char is "`" | '"' | "'" {
  return char === "`" || char === '"' || char === "'";
}

function readPart(text: string, position: number): { part: NamePart; end: number } | null {
  const char = text[position];
  if (isQuote(char)) {
    const { value, end } = readQuoted(text, position, char);
    return { part: { text: value, quote: char }, end };
  }
  const word = match(WORD, text, position);
  return word === null ? null : { part: { text: word, quote: "" }, end: position + word.length };
}

function readName(text: string, position: number): Token | null {
  const first = readPart(text, position);
  if (!first) return null;
  const parts = [first.part];
  let { end } = first;
  while (text[end] === ".") {
    const next = readPart(text, end + 1);
    parts.push(next?.part ?? { text: "", quote: "" });
    end = next?.end ?? end + 1;
  }
  const raw = text.slice(position, end);
  const { quote, text: value } = first.part;
  if (parts.length === 1 && (quote === "'" || quote === '"'))
    return { kind: "string", text: raw, value, quote, position, end };
  if (quote === "'") return null;
  return { kind: "name", text: raw, parts, position, end };
}

function readNumber(text: string, position: number): Token | null {
  const number = match(NUMBER, text, position);
  if (number === null) return null;
  const isInteger = /^-?\d+$/.test(number);
  const end = position + number.length;
  return { kind: "number", text: number, value: Number(number), isInteger, position, end };
}

function readSymbol(text: string, position: number): Token | null {
  const operator = match(OPERATOR, text, position);
  if (operator !== null)
    return { kind: "operator", text: operator, position, end: position + operator.length };
  const char = text[position] ?? "";
  const kind = PUNCTUATION.get(char);
  return kind ? { kind, text: char, position, end: position + 1 } : null;
}

/** A character that cannot stand here, glued to a name, means that the name should have been quoted. */
function hintFor(text: string, before: Token | undefined, position: number): string {
  if (before?.kind !== "name" || before.end !== position || text[position] === ";") return "";
  return "Quote names that hold other characters than letters, digits, '_' and '.', such as metrics.`val/loss`.";
}

/** The tokens of a filter, in order. Throws a `SearchError` for what belongs to no token. */
export function lex(text: string): Token[] {
  if (text.length > MAX_FILTER_CHARS)
    throw new SearchError(
      `The filter string is longer than ${MAX_FILTER_CHARS} characters. Split it into several searches.`,
      MAX_FILTER_CHARS,
      text.length,
    );
  const nul = text.indexOf("\0");
  if (nul !== -1)
    throw new SearchError("The filter string contains a NUL character. Remove it.", nul, nul + 1);
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const space = match(SPACE, text, position);
    if (space !== null) {
      position += space.length;
      continue;
    }
    const token =
      readNumber(text, position) ?? readName(text, position) ?? readSymbol(text, position);
    if (!token)
      throw invalidClause(text, position, text.length, hintFor(text, tokens.at(-1), position));
    tokens.push(token);
    position = token.end;
  }
  return tokens;
}
