import { type RouteMatch, routeMatch } from "../schema/routes";

interface Named {
  id: string;
  name: string;
}

export interface AlertRouteDto {
  id: string;
  name: string;
  /** Counts from one: the first route that fits is told. */
  position: number;
  match: RouteMatch;
  people: Named[];
  webhooks: Named[];
  /** Null for never. */
  escalateMinutes: number | null;
}

export interface AlertRouteRow extends Omit<AlertRouteDto, "match"> {
  match: unknown;
}

export const toRouteDto = ({ match, ...row }: AlertRouteRow): AlertRouteDto => ({
  ...row,
  match: routeMatch.parse(match),
});

/** What came of trying a route out. */
export interface RouteTestDto {
  /** People who were told in app or by e-mail. */
  people: number;
  webhooks: { name: string; status: number | null; error: string | null }[];
}
