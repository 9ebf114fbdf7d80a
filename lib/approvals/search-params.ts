import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { APPROVAL_TABS } from "@/lib/core/routes";
import { RISK_TIERS } from "./schema/policies";
import { REQUEST_STATUSES } from "./schema/requests";

/** What the list of requests keeps in its address: whose they are, which of them, and where the page before ended. */
export const requestListParams = {
  view: parseAsStringLiteral(["mine", "open", "requested", "decided", "follow_ups"]).withDefault(
    "mine",
  ),
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral(REQUEST_STATUSES),
  tier: parseAsStringLiteral(RISK_TIERS),
  after: parseAsString,
};
export const loadRequestListParams = createLoader(requestListParams);

/** What the page of a request keeps in its address: the tab, and where the page of its history before ended. */
export const loadRequestPageParams = createLoader({
  tab: parseAsStringLiteral(APPROVAL_TABS).withDefault("review"),
  after: parseAsString,
});
