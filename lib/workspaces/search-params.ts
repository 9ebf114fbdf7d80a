import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** Lists of people: what is searched for, and where the page before ended. */
export const peopleParams = { q: parseAsString.withDefault(""), after: parseAsString };
export const loadPeopleParams = createLoader(peopleParams);

export const tokenParams = {
  of: parseAsStringLiteral(["mine", "workspace"]).withDefault("mine"),
  after: parseAsString,
};
export const loadTokenParams = createLoader(tokenParams);

export const pageParams = { after: parseAsString };
export const loadPageParams = createLoader(pageParams);
