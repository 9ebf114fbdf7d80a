import { z } from "zod";

/** A query parameter that may be named never, once or many times. */
export function many<Item extends z.ZodType>(item: Item, max = 1_000) {
  return z.preprocess((value) => {
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [value];
  }, z.array(item).max(max));
}
