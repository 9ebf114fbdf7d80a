import { lex, type Token } from "./lexer";
import { type Name, nameOf } from "./parse";
import { SearchError } from "./search-error";

/** What may be written where the cursor stands in a filter. */
export interface Expectation {
  expects: "name" | "operator" | "value" | "join";
  /** Where the word under the cursor begins, and what is written of it. */
  from: number;
  partial: string;
  /** What the comparison is about, once that is written. */
  name: Name | null;
  operator: string | null;
  /** Inside the parentheses of IN. */
  isInList: boolean;
}

/** A word as somebody types it, before it is quoted as it should be. */
const WORD = /[^\s()=<>!,]*$/;

const JOINS = new Set(["AND", "OR"]);
const WORD_OPERATORS = new Set(["LIKE", "ILIKE", "IN", "IS"]);

/** The tokens before the word under the cursor, and where that begins: at an open quote when there is one. */
function tokensBefore(text: string): { tokens: Token[]; from: number } {
  const wordStart = text.length - (WORD.exec(text)?.[0].length ?? 0);
  for (const end of [text.length, wordStart]) {
    try {
      const tokens = lex(text.slice(0, end));
      const last = tokens.at(-1);
      const isUnderCursor = last !== undefined && last.end === text.length && isWordLike(last);
      return isUnderCursor
        ? { tokens: tokens.slice(0, -1), from: last.position }
        : { tokens, from: end };
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      if (error.position < wordStart || isQuote(text[error.position])) {
        // A quote may open in the middle of a name: metrics.`val/loss`.
        const before = text.slice(0, error.position);
        const start = error.position - (WORD.exec(before)?.[0].length ?? 0);
        return { ...tokensBefore(text.slice(0, start)), from: start };
      }
    }
  }
  return { tokens: [], from: wordStart };
}

const isQuote = (char: string | undefined) => char === "'" || char === '"' || char === "`";
const isWordLike = ({ kind }: Token) => kind === "name" || kind === "number" || kind === "string";

interface State {
  expects: Expectation["expects"];
  name: Name | null;
  operator: string | null;
  isInList: boolean;
}

const NEXT_NAME: State = { expects: "name", name: null, operator: null, isInList: false };

function afterName(state: State, token: Token): State {
  const word = token.text.toUpperCase();
  if (word === "NOT") return state;
  return { ...NEXT_NAME, expects: "operator", name: nameOf(token) };
}

function afterOperator(state: State, token: Token): State {
  const word = token.text.toUpperCase();
  if (token.kind === "operator" || WORD_OPERATORS.has(word)) {
    const isNegated = state.operator === "NOT";
    return { ...state, expects: "value", operator: isNegated ? `NOT ${word}` : word };
  }
  return word === "NOT" ? { ...state, operator: "NOT" } : state;
}

function afterValue(state: State, token: Token): State {
  if (token.kind === "open") return { ...state, isInList: true };
  if (token.kind === "comma") return state;
  if (state.isInList && token.kind !== "close") return state;
  if (state.operator === "IS" && token.text.toUpperCase() === "NOT") return state;
  return { ...state, expects: "join", isInList: false };
}

function step(state: State, token: Token): State {
  switch (state.expects) {
    case "name":
      return token.kind === "open" ? state : afterName(state, token);
    case "operator":
      return afterOperator(state, token);
    case "value":
      return afterValue(state, token);
    case "join":
      return JOINS.has(token.text.toUpperCase()) ? NEXT_NAME : state;
  }
}

/** Reads a filter up to the cursor; whatever is wrong with it, the answer is a best guess. */
export function expectationAt(text: string, cursor: number): Expectation {
  const before = text.slice(0, cursor);
  const { tokens, from } = tokensBefore(before);
  return { ...tokens.reduce(step, NEXT_NAME), from, partial: before.slice(from) };
}
