import { createLoader, parseAsArrayOf, parseAsStringLiteral } from "nuqs/server";
import { HOME_SECTIONS } from "./schema";

/** What the home page keeps in its address. */
export const homeParams = {
  more: parseAsArrayOf(parseAsStringLiteral(HOME_SECTIONS)).withDefault([]),
};
export const loadHomeParams = createLoader(homeParams);
