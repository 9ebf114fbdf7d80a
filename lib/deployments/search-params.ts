import {
  createLoader,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
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

/** Of which revision something is shown, where one is chosen. */
export const revisionParam = parseAsInteger;

export const loadDeploymentPageParams = createLoader({
  range: trafficRangeParam,
  /** Of the playground and of the log. */
  revision: revisionParam,
  tab: parseAsStringLiteral(DEPLOYMENT_TABS).withDefault("traffic"),
  after: parseAsString,
});
