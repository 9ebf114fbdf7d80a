import { lex, type Token } from "./lexer";
import { SearchError } from "./search-error";

export type TokenRole = "name" | "keyword" | "operator" | "string" | "number" | "problem";

export interface TokenSpan {
  from: number;
  to: number;
  role: TokenRole;
}

const KEYWORDS = new Set(["AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "ILIKE"]);

function roleOf(token: Token): TokenRole | null {
  switch (token.kind) {
    case "name":
      return KEYWORDS.has(token.text.toUpperCase()) ? "keyword" : "name";
    case "string":
    case "number":
    case "operator":
      return token.kind;
    default:
      return null;
  }
}

/** The pieces of a filter and what each is; what cannot be read is a problem up to the end. */
export function highlightSearch(text: string): TokenSpan[] {
  try {
    return lex(text).flatMap((token) => {
      const role = roleOf(token);
      return role ? { from: token.position, to: token.end, role } : [];
    });
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    const { position } = error;
    const rest: TokenSpan = { from: position, to: text.length, role: "problem" };
    return [...(position > 0 ? highlightSearch(text.slice(0, position)) : []), rest];
  }
}
