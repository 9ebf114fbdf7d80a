import { expect, test } from "vitest";
import { whyNoRollback } from "./rollback";

const signal = (trafficVersion: number | null) => ({
  kind: trafficVersion === null ? ("drift" as const) : ("rollback" as const),
  severity: "warning" as const,
  summary: "Something",
  evidence: { at: 0, monitorId: null, columns: [], trafficVersion },
  isFiring: true,
  firstAt: 0,
  lastAt: 0,
});

test("a deployment is rolled back where another plan was in force before", () => {
  expect(whyNoRollback({ signals: [signal(null)] }, { trafficVersion: 2 })).toBeNull();
  expect(whyNoRollback({ signals: [signal(null)] }, { trafficVersion: 1 })).toMatch(/before\.$/);
});

test("one that was rolled back is not rolled forward again, until another plan is in force", () => {
  const signals = [signal(null), signal(3)];
  expect(whyNoRollback({ signals }, { trafficVersion: 3 })).toMatch(/^It was rolled back: plan 3 /);
  expect(whyNoRollback({ signals }, { trafficVersion: 4 })).toBeNull();
});
