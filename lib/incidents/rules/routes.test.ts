import { expect, test } from "vitest";
import { routeMatch } from "../schema/routes";
import { fits, type RoutedIncident, routeFor } from "./routes";

const INCIDENT: RoutedIncident = {
  ...{ severity: "critical", kind: "drift", deployment: "churn", environment: "production" },
  ...{ models: ["churn", "churn-next"], ownerIds: ["ada"] },
};
const match = (given: object) => ({ ...routeMatch.parse({}), ...given });

test.each([
  [{}, true],
  [{ severities: ["critical", "warning"] }, true],
  [{ severities: ["info"] }, false],
  [{ kinds: ["rollback"] }, false],
  [{ kinds: ["performance", "quality"] }, false],
  [{ deployments: ["churn"], environments: ["production"] }, true],
  [{ deployments: ["churn"], environments: ["staging"] }, false],
  [{ models: ["churn-next"] }, true],
  [{ models: ["fraud"] }, false],
  [{ ownerIds: ["ada"] }, true],
  [{ ownerIds: ["bob"] }, false],
])("a route that wants %o takes the incident: %s", (wanted, isTaken) => {
  expect(fits(match(wanted), INCIDENT)).toBe(isTaken);
});

test("what is of a dataset fits no route that wants a deployment", () => {
  const incident = { ...INCIDENT, deployment: null, environment: null, models: [] };
  for (const wanted of [{ deployments: ["churn"] }, { environments: ["x"] }, { models: ["churn"] }])
    expect(fits(match(wanted), incident)).toBe(false);
  expect(fits(match({ kinds: ["drift"] }), incident)).toBe(true);
});

test("the first route that fits is told, and then the next that fits after it", () => {
  const routes = [
    { id: "a", match: match({ severities: ["info"] }) },
    { id: "b", match: match({ severities: ["critical"] }) },
    { id: "c", match: match({ deployments: ["fraud"] }) },
    { id: "d", match: match({}) },
  ];
  expect(routeFor(routes, INCIDENT)?.id).toBe("b");
  expect(routeFor(routes, INCIDENT, "b")?.id).toBe("d");
  expect(routeFor(routes, INCIDENT, "d")).toBeUndefined();
  expect(routeFor([], INCIDENT)).toBeUndefined();
});
