import {
  createLoader,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { VERSION_TABS } from "@/lib/core/routes";
import { modelHealths, modelSorts, RISK_TIERS } from "./schema";

/** What the models list keeps in its address. */
export const modelListParams = {
  search: parseAsString.withDefault(""),
  tag: parseAsString.withDefault(""),
  owner: parseAsString.withDefault(""),
  risk: parseAsStringLiteral(RISK_TIERS),
  health: parseAsStringLiteral(modelHealths),
  isServing: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(modelSorts).withDefault("updated"),
  isAscending: parseAsBoolean.withDefault(false),
};

export const modelListUrlKeys = { search: "q", isAscending: "asc", isServing: "serving" } as const;

export const loadModelListParams = createLoader(modelListParams, { urlKeys: modelListUrlKeys });

/** What a model's page keeps in its address: which metrics its versions are compared by; null is a choice of ours. */
export const modelPageParams = { metrics: parseAsArrayOf(parseAsString) };

export const loadModelPageParams = createLoader(modelPageParams);

export const loadVersionPageParams = createLoader({
  tab: parseAsStringLiteral(VERSION_TABS).withDefault("overview"),
  /** Which version to compare with, and of which model when it is another one. */
  with: parseAsString,
  model: parseAsString,
});

/** What a card's page keeps in its address. */
export const loadCardPageParams = createLoader({
  /** An older card than the newest. */
  card: parseAsInteger,
  /** The card that it is held against: its number, or "version.number" for another version's. */
  with: parseAsString,
  /** Whether it is being changed; the name of the field to begin with. */
  edit: parseAsString,
  /** Where the page of older cards begins. */
  after: parseAsString,
});
