import { AppError } from "./errors";

const MAX_DEPTH = 200;
/** Escapes that may hide what no text column can hold: NUL and halves of surrogate pairs. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

/** Refuses text that cannot be stored: NUL characters and lone surrogates. */
export function checkText(text: string, where: string): void {
  if (text.includes("\0"))
    throw new AppError("INVALID", `Invalid value for '${where}': it contains a NUL character.`);
  if (!text.isWellFormed())
    throw new AppError(
      "INVALID",
      `Invalid value for '${where}': it contains half of a surrogate pair.`,
    );
}

interface Branch {
  value: object;
  depth: number;
}

const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The objects and arrays in one, whose own text is checked on the way when it has to be. */
function branchesOf({ value, depth }: Branch, checksText: boolean): Branch[] {
  const found: Branch[] = [];
  for (const [where, child] of Object.entries(value)) {
    if (checksText) checkText(where, "a field name");
    if (checksText && typeof child === "string") checkText(child, where);
    if (isBranch(child)) found.push({ value: child, depth: depth + 1 });
  }
  return found;
}

/** Walks the JSON of a `source` without recursion; refuses what is nested too deeply and text that cannot be stored. */
export function checkJson(body: unknown, source: string): void {
  const checksText = SUSPICIOUS.test(source) || source.includes("\0");
  if (checksText && typeof body === "string") checkText(body, "body");
  const stack: Branch[] = isBranch(body) ? [{ value: body, depth: 0 }] : [];
  for (let branch = stack.pop(); branch; branch = stack.pop()) {
    if (branch.depth > MAX_DEPTH)
      throw new AppError(
        "INVALID",
        `The request body is nested more than ${MAX_DEPTH} levels deep.`,
      );
    for (const child of branchesOf(branch, checksText)) stack.push(child);
  }
}
