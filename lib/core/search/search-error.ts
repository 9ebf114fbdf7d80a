import { AppError } from "@/lib/core/errors";

const SNIPPET_CHARS = 80;

/** A piece of the text for a message, cut where it is long. */
export function snippet(text: string): string {
  return text.length > SNIPPET_CHARS ? `${text.slice(0, SNIPPET_CHARS)}…` : text;
}

/** A search that cannot be understood, with the stretch of the text that is to blame. */
export class SearchError extends AppError {
  constructor(
    message: string,
    /** Offset of the first character to blame. */
    readonly position: number,
    /** Offset after the last one. */
    readonly end: number,
  ) {
    super("INVALID", `${message} (at character ${position + 1})`);
  }
}

export function invalidClause(text: string, position: number, end: number, hint = ""): SearchError {
  const clause = snippet(text.slice(position, end).trim());
  return new SearchError(
    `Invalid clause(s) in filter string: '${clause}'${hint && `. ${hint}`}`,
    position,
    end,
  );
}
