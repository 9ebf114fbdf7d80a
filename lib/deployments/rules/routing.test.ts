import { expect, test } from "vitest";
import { type RoutedPlan, type RoutedRequest, route } from "./routing";

const plan: RoutedPlan = {
  weights: [
    { revision: 1, weight: 9_000 },
    { revision: 2, weight: 1_000 },
  ],
  shadows: [{ revision: 3, share: 5_000 }],
  seed: "seed",
  overrides: [{ header: "X-Revision", value: "two", revision: 2 }],
};
const ask = (more: Partial<RoutedRequest> = {}) =>
  route(plan, { key: null, headers: {}, random: 0, ...more });

test("a header that the plan names decides first", () => {
  expect(ask({ headers: { "x-revision": "two" } })).toMatchObject({
    revision: 2,
    reason: "override",
  });
  expect(ask({ headers: { "x-revision": ["one", "two"] }, key: "a" })?.revision).toBe(2);
  expect(ask({ headers: { "x-revision": "TWO" } })?.reason).toBe("random");
});

test("a key goes to the same revision each time, without one chance decides", () => {
  // Bucket 505 of (seed, "a"), by the published vector.
  expect(ask({ key: "a", random: 0.99 })).toMatchObject({ revision: 1, reason: "sticky" });
  expect(ask({ random: 0.8999 })).toMatchObject({ revision: 1, reason: "random" });
  expect(ask({ random: 0.9 })?.revision).toBe(2);
  expect(ask({ random: 1 })?.revision).toBe(2);
});

test("slots of a plan come before its weights", () => {
  const slots = [
    { revision: 2, from: 0, to: 1_000 },
    { revision: 1, from: 1_000, to: 10_000 },
  ];
  expect(route({ ...plan, slots }, { key: "a", headers: {}, random: 0 })?.revision).toBe(2);
});

test("a shadow gets its share of units of every revision, never of its own", () => {
  let copies = 0;
  let ofSecond = 0;
  for (let unit = 0; unit < 4_000; unit += 1) {
    const { shadows = [], revision } = ask({ key: `user ${unit}` }) ?? {};
    copies += shadows.length;
    if (revision === 2) ofSecond += shadows.length;
  }
  expect(Math.abs(copies - 2_000)).toBeLessThan(150);
  expect(Math.abs(ofSecond - 200)).toBeLessThan(60);
  const own = { ...plan, shadows: [{ revision: 1, share: 10_000 }] };
  expect(route(own, { key: "a", headers: {}, random: 0 })?.shadows).toEqual([]);
});

test("a plan without weights answers nothing", () => {
  expect(route({ ...plan, weights: [] }, { key: "a", headers: {}, random: 0 })).toBeNull();
});
