const STEP = "  ";
/** A string, a bracket, a separator, or a word that is none of them: a number, true, false, null. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const opens = (token: string) => token === "{" || token === "[";
const closes = (token: string) => token === "}" || token === "]";

/** What stands between two tokens; `depth` is how many brackets are open there. */
function gap(before: string, after: string, depth: number): string {
  if (before === ":") return " ";
  const isEmpty = opens(before) && closes(after);
  const isBreak = before === "," || opens(before) || closes(after);
  return isBreak && !isEmpty ? `\n${STEP.repeat(depth)}` : "";
}

/**
 * JSON with a line for each member; text that is no JSON as it is. Only white space changes: a number keeps every digit,
 * which reading and writing it anew would not.
 */
export function indentJson(text: string): string {
  if (!isJson(text)) return text;
  let depth = 0;
  let before = "";
  const parts: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (closes(token)) depth -= 1;
    parts.push(gap(before, token, depth), token);
    if (opens(token)) depth += 1;
    before = token;
  }
  return parts.join("");
}
