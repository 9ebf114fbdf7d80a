import type { Severity } from "@/lib/monitors/schema/alerts";
import type { SignalKind } from "../schema/incidents";
import type { RouteMatch } from "../schema/routes";

/** An incident as routes look at it. */
export interface RoutedIncident {
  severity: Severity;
  kind: SignalKind;
  /** Null for what is of a dataset. */
  deployment: string | null;
  environment: string | null;
  models: readonly string[];
  ownerIds: readonly string[];
}

const takes = <Value>(wanted: readonly Value[], found: readonly (Value | null)[]): boolean =>
  wanted.length === 0 || found.some((one) => one !== null && wanted.includes(one));

export const fits = (match: RouteMatch, incident: RoutedIncident): boolean =>
  takes(match.severities, [incident.severity]) &&
  takes(match.kinds, [incident.kind]) &&
  takes(match.deployments, [incident.deployment]) &&
  takes(match.environments, [incident.environment]) &&
  takes(match.models, incident.models) &&
  takes(match.ownerIds, incident.ownerIds);

/** The first route that fits, or the first after another one; undefined when none does. */
export function routeFor<Route extends { id: string; match: RouteMatch }>(
  routes: readonly Route[],
  incident: RoutedIncident,
  after?: string,
): Route | undefined {
  const from = after === undefined ? 0 : routes.findIndex(({ id }) => id === after) + 1;
  return routes.slice(from).find(({ match }) => fits(match, incident));
}
