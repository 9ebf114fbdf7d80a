import { z } from "zod";

/** Whether a text column can hold it: no NUL characters, no halves of surrogate pairs. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** Text that can be stored. */
export const storableText = z
  .string()
  .refine(isStorable, "Contains characters that cannot be stored.");
