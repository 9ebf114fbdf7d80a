import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { DEPLOYMENT_TABS } from "@/lib/core/routes";
import { TRAFFIC_RANGES } from "./rules/traffic";
import { DEPLOYMENT_SORTS, DEPLOYMENT_STATUSES } from "./schema/deployments";

/** What the list of deployments keeps in its address. */
export const deploymentListParams = {
  environment: parseAsString,
  status: parseAsStringLiteral(DEPLOYMENT_STATUSES),
  search: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(DEPLOYMENT_SORTS).withDefault("name"),
  asc: parseAsBoolean,
  after: parseAsString,
};
export const loadDeploymentListParams = createLoader(deploymentListParams);

/** How far back the charts of a deployment look. */
export const trafficRangeParam = parseAsStringLiteral(TRAFFIC_RANGES).withDefault("1h");

export const loadDeploymentPageParams = createLoader({
  range: trafficRangeParam,
  tab: parseAsStringLiteral(DEPLOYMENT_TABS).withDefault("traffic"),
  after: parseAsString,
});
