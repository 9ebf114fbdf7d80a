import { AppError } from "@/lib/core/errors";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import { SearchError } from "@/lib/core/search/search-error";
import { runVocabulary } from "@/lib/core/search/vocabulary";

/** Why a filter cannot be asked, and which stretch of it is to blame. */
export interface FilterProblem {
  message: string;
  from: number;
  to: number;
}

/** Null for a filter that can be asked. */
export function problemOf(filter: string): FilterProblem | null {
  const text = filter.trimEnd();
  try {
    const node = text.trim() === "" ? null : parseSearch(text);
    if (node) resolveSearch(node, runVocabulary);
    return null;
  } catch (error) {
    if (error instanceof SearchError)
      return { message: error.message, from: error.position, to: error.end };
    if (error instanceof AppError) return { message: error.message, from: 0, to: text.length };
    throw error;
  }
}
