import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { experimentSorts } from "./schema";

/** What the experiments list keeps in its address. */
export const experimentListParams = {
  search: parseAsString.withDefault(""),
  tag: parseAsString.withDefault(""),
  owner: parseAsString.withDefault(""),
  view: parseAsStringLiteral(["active", "deleted"]).withDefault("active"),
  sort: parseAsStringLiteral(experimentSorts).withDefault("activity"),
  isAscending: parseAsBoolean.withDefault(false),
};

export const experimentListUrlKeys = { search: "q", isAscending: "asc" } as const;

export const loadExperimentListParams = createLoader(experimentListParams, {
  urlKeys: experimentListUrlKeys,
});
