import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** What the list of requests keeps in its address: whose they are, and where the page before ended. */
export const requestListParams = {
  view: parseAsStringLiteral(["mine", "open", "requested", "decided"]).withDefault("mine"),
  after: parseAsString,
};
export const loadRequestListParams = createLoader(requestListParams);
