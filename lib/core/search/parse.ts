import { lex, type Token } from "./lexer";
import { invalidClause, SearchError, snippet } from "./search-error";

export type Operator =
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "LIKE"
  | "ILIKE"
  | "IN"
  | "NOT IN"
  | "IS NULL"
  | "IS NOT NULL";

/** What a comparison is about, as written: the piece before the first dot, and the rest. */
export interface Name {
  /** Null when there is no dot. */
  entity: string | null;
  key: string;
}

export type Value =
  | { kind: "string"; value: string }
  | { kind: "number"; value: number; text: string; isInteger: boolean }
  /** Neither quoted nor a number. */
  | { kind: "word"; text: string }
  | { kind: "list"; values: (string | number)[] };

export interface Comparison {
  kind: "comparison";
  name: Name;
  operator: Operator;
  /** Null for IS NULL and IS NOT NULL. */
  value: Value | null;
  position: number;
  end: number;
}

export type SearchNode =
  | Comparison
  | { kind: "and" | "or"; children: SearchNode[] }
  | { kind: "not"; child: SearchNode };

/** How deep parentheses and NOT may be nested. */
export const MAX_DEPTH = 50;
/** How many comparisons one filter may hold. */
export const MAX_COMPARISONS = 200;
const MAX_LIST_VALUES = 20_000;

interface Reader {
  text: string;
  tokens: readonly Token[];
  index: number;
  comparisons: number;
}

function wordOf(token: Token | undefined): string {
  if (token?.kind !== "name" || token.parts.length !== 1 || token.parts[0]?.quote) return "";
  return token.text.toUpperCase();
}

function isWord(reader: Reader, word: string, ahead = 0): boolean {
  return wordOf(reader.tokens[reader.index + ahead]) === word;
}

function takeWord(reader: Reader, word: string): boolean {
  if (!isWord(reader, word)) return false;
  reader.index += 1;
  return true;
}

function failHere(reader: Reader, from?: Token, hint?: string): SearchError {
  const here = reader.tokens[reader.index];
  const start = from?.position ?? here?.position ?? 0;
  const end = here?.end ?? reader.text.length;
  return invalidClause(reader.text, start, end, hint);
}

/** The name that a token writes, or null. */
export function nameOf(token: Token | undefined): Name | null {
  if (token?.kind === "string" && token.quote === '"') return { entity: null, key: token.value };
  if (token?.kind !== "name") return null;
  const [first, second, ...more] = token.parts;
  if (!first) return null;
  if (!second) return { entity: null, key: first.text };
  const entity = first.quote === '"' ? `"${first.text}"` : first.text;
  if (more.length === 0) return { entity, key: second.text };
  const dot = first.quote ? token.text.indexOf(`${first.quote}.`) + 1 : first.text.length;
  return { entity, key: token.text.slice(dot + 1) };
}

function illFormedList(reader: Reader, open: Token): SearchError {
  return new SearchError(
    "While parsing a list in the query, expected a non-empty list of string values, but got ill-formed list.",
    open.position,
    reader.tokens[reader.index]?.end ?? reader.text.length,
  );
}

function readList(reader: Reader, open: Token): Value {
  const values: (string | number)[] = [];
  reader.index += 1;
  while (reader.tokens[reader.index]?.kind !== "close") {
    const token = reader.tokens[reader.index];
    if (token?.kind !== "string" && token?.kind !== "number") throw illFormedList(reader, open);
    values.push(token.value);
    reader.index += 1;
    if (values.length > MAX_LIST_VALUES)
      throw new SearchError(
        `A list may hold at most ${MAX_LIST_VALUES} values. Split the search.`,
        open.position,
        reader.text.length,
      );
    const next = reader.tokens[reader.index]?.kind;
    if (next === "comma") reader.index += 1;
    else if (next !== "close") throw illFormedList(reader, open);
  }
  const end = reader.tokens[reader.index]?.end ?? reader.text.length;
  reader.index += 1;
  if (values.length === 0)
    throw new SearchError(
      "While parsing a list in the query, expected a non-empty list of string values, but got empty list",
      open.position,
      end,
    );
  return { kind: "list", values };
}

function readValue(reader: Reader, from: Token): Value {
  const token = reader.tokens[reader.index];
  if (token?.kind === "open") return readList(reader, token);
  reader.index += 1;
  if (token?.kind === "string") return { kind: "string", value: token.value };
  if (token?.kind === "number")
    return { kind: "number", value: token.value, text: token.text, isInteger: token.isInteger };
  if (token?.kind === "name") return { kind: "word", text: token.text };
  reader.index -= 1;
  throw failHere(reader, from, "A value is missing.");
}

const SYMBOLS: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  (["=", "!=", "<", "<=", ">", ">="] as const).map((symbol) => [symbol, symbol]),
);

function readNullTest(reader: Reader, from: Token): Operator {
  const isNot = takeWord(reader, "NOT");
  if (!takeWord(reader, "NULL")) throw failHere(reader, from);
  return isNot ? "IS NOT NULL" : "IS NULL";
}

function readOperator(reader: Reader, from: Token): Operator {
  const token = reader.tokens[reader.index];
  if (token?.kind === "operator") {
    const symbol = SYMBOLS.get(token.text);
    if (!symbol) throw invalidOperator(token.text, token);
    reader.index += 1;
    return symbol;
  }
  if (takeWord(reader, "LIKE")) return "LIKE";
  if (takeWord(reader, "ILIKE")) return "ILIKE";
  if (takeWord(reader, "IN")) return "IN";
  if (takeWord(reader, "IS")) return readNullTest(reader, from);
  if (isWord(reader, "NOT") && isWord(reader, "IN", 1)) {
    reader.index += 2;
    return "NOT IN";
  }
  throw failHere(reader, from);
}

function invalidOperator(operator: string, { position, end }: Token): SearchError {
  return new SearchError(
    `Invalid comparator '${operator}' not one of '${[...SYMBOLS.keys()].join("', '")}', 'LIKE', 'ILIKE', 'IN', 'NOT IN', 'IS NULL', 'IS NOT NULL'`,
    position,
    end,
  );
}

function readComparison(reader: Reader): SearchNode {
  const from = reader.tokens[reader.index];
  const name = nameOf(from);
  if (!from || !name) {
    const next = reader.tokens[reader.index + 1];
    if ((from?.kind === "number" || from?.kind === "string") && next?.kind === "operator")
      throw new SearchError(
        `Invalid comparison clause. Expected 'Identifier' found '${snippet(from.text)}'`,
        from.position,
        from.end,
      );
    throw failHere(reader);
  }
  reader.index += 1;
  const operator = readOperator(reader, from);
  const isNullTest = operator === "IS NULL" || operator === "IS NOT NULL";
  const value = isNullTest ? null : readValue(reader, from);
  reader.comparisons += 1;
  const end = reader.tokens[reader.index - 1]?.end ?? from.end;
  if (reader.comparisons > MAX_COMPARISONS)
    throw new SearchError(
      `A filter string may hold at most ${MAX_COMPARISONS} comparisons. Split the search.`,
      from.position,
      end,
    );
  return { kind: "comparison", name, operator, value, position: from.position, end };
}

function readUnary(reader: Reader, depth: number): SearchNode {
  const token = reader.tokens[reader.index];
  if (depth > MAX_DEPTH)
    throw new SearchError(
      `A filter string may be nested at most ${MAX_DEPTH} deep.`,
      token?.position ?? 0,
      reader.text.length,
    );
  if (takeWord(reader, "NOT")) return { kind: "not", child: readUnary(reader, depth + 1) };
  if (token?.kind !== "open") return readComparison(reader);
  reader.index += 1;
  const inner = readAlternatives(reader, depth + 1);
  if (reader.tokens[reader.index]?.kind !== "close")
    throw failHere(reader, token, "A parenthesis is never closed.");
  reader.index += 1;
  return inner;
}

function startsUnary(reader: Reader): boolean {
  const token = reader.tokens[reader.index];
  return token?.kind === "open" || (nameOf(token) !== null && !isWord(reader, "OR"));
}

function joined(kind: "and" | "or", children: SearchNode[]): SearchNode {
  const [only, ...others] = children;
  return only && others.length === 0 ? only : { kind, children };
}

/** MLflow reads past an AND that joins nothing, and does not miss one between two comparisons. */
function readConjunction(reader: Reader, depth: number): SearchNode {
  const skipAnds = () => {
    while (takeWord(reader, "AND"));
  };
  skipAnds();
  const children = [readUnary(reader, depth)];
  skipAnds();
  while (startsUnary(reader)) {
    children.push(readUnary(reader, depth));
    skipAnds();
  }
  return joined("and", children);
}

function readAlternatives(reader: Reader, depth: number): SearchNode {
  const children = [readConjunction(reader, depth)];
  while (takeWord(reader, "OR")) children.push(readConjunction(reader, depth));
  return joined("or", children);
}

/**
 * Reads a filter in MLflow's grammar, with OR, NOT and parentheses besides. Null when there is none. Throws a
 * `SearchError`, whose message is worded as MLflow's.
 */
export function parseSearch(text: string): SearchNode | null {
  if (text === "") return null;
  const reader: Reader = { text, tokens: lex(text), index: 0, comparisons: 0 };
  if (reader.tokens.length === 0)
    throw new SearchError(
      `Invalid filter '${snippet(text)}'. Could not be parsed.`,
      0,
      text.length,
    );
  const node = readAlternatives(reader, 0);
  if (reader.index < reader.tokens.length) throw failHere(reader);
  return node;
}
