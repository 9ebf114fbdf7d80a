import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { RISK_TIERS } from "@/lib/models/schema";
import { PORTFOLIO_HEALTHS, PORTFOLIO_SORTS } from "./schema";

/** What the portfolio keeps in its address. */
export const portfolioParams = {
  environment: parseAsString,
  owner: parseAsString,
  risk: parseAsStringLiteral(RISK_TIERS),
  health: parseAsStringLiteral(PORTFOLIO_HEALTHS),
  search: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(PORTFOLIO_SORTS).withDefault("health"),
  asc: parseAsBoolean,
  after: parseAsString,
};
export const loadPortfolioParams = createLoader(portfolioParams);
