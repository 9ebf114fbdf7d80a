import { z } from "zod";

/** Whether a text column can hold it: no NUL characters, no halves of surrogate pairs. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** The same text as a column can hold it, with what it cannot replaced. */
export function toStorable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

export const UNSTORABLE = "Contains characters that cannot be stored.";

/** A text whose addresses name no password, and those of web pages nobody at all. */
export const withoutCredentials = (text: string): string =>
  text
    .replace(/\b(https?:\/\/)[^\s/?#]*@/gi, "$1")
    .replace(/\b([a-z][\w+.-]*:\/\/[^\s/?#:@]*):[^\s/?#]*@/gi, "$1@");

/** Text that can be stored. */
export const storableText = z.string().refine(isStorable, UNSTORABLE);

/** Whether every text in it can be stored, names of fields included. Walks without recursion: it may be nested deeply. */
export function holdsStorableText(value: unknown): boolean {
  const stack = [value];
  while (stack.length > 0) {
    const next = stack.pop();
    if (typeof next === "string" && !isStorable(next)) return false;
    if (typeof next === "object" && next !== null)
      stack.push(...Object.keys(next), ...Object.values(next));
  }
  return true;
}
