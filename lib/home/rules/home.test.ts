import { describe, expect, test } from "vitest";
import { can, ROLES } from "@/lib/access/permissions";
import { keyMetric } from "./key-metric";
import { readClosed, sectionsOf, writeClosed } from "./sections";
import { sinceOf } from "./visits";

const NOW = Date.UTC(2026, 10, 30, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe("sections", () => {
  const of = (role: (typeof ROLES)[number]) =>
    sectionsOf(role, (permission) => can(role, permission));

  test("begin with what each role comes for", () => {
    expect(ROLES.map((role) => of(role)[0])).toEqual(["portfolio", "runs", "needs", "needs"]);
    expect(of("approver")[1]).toBe("decisions");
  });

  test("that somebody may not read are not there", () => {
    expect(of("contributor")).not.toContain("decisions");
    expect(sectionsOf("approver", () => false)).toEqual(["needs", "changes"]);
  });

  test("that are closed are remembered, whatever else the cookie holds", () => {
    expect(readClosed(writeClosed(["runs", "needs"]))).toEqual(["needs", "runs"]);
    expect(readClosed("runs.nothing..<script>")).toEqual(["runs"]);
    expect(readClosed(undefined)).toEqual([]);
  });
});

describe("a visit", () => {
  const since = (began: number, seen: number) => sinceOf(`${began}.${seen}`, NOW);

  test("goes on while somebody is here, and begins anew when they were away", () => {
    const began = NOW - 2 * DAY_MS;
    expect(since(began, NOW - 5 * MINUTE_MS)).toBe(began);
    expect(since(began, NOW - DAY_MS)).toBe(NOW - DAY_MS);
  });

  test("looks back a week at first and a month at most, and believes no nonsense", () => {
    const week = NOW - 7 * DAY_MS;
    expect(sinceOf(undefined, NOW)).toBe(week);
    for (const text of ["", "x.y", "5", `${NOW}.5`, `1.${NOW + DAY_MS}`])
      expect(sinceOf(text, NOW), text).toBe(week);
    expect(since(NOW - 90 * DAY_MS, NOW - 80 * DAY_MS)).toBe(NOW - 30 * DAY_MS);
  });
});

test("the metric that is shown is one of held-out data, and a score before a loss", () => {
  const shown = (...keys: string[]) => keyMetric(keys.map((key) => ({ key, value: 1 })))?.key;
  expect(shown("loss", "accuracy", "val_loss", "val_auc")).toBe("val_auc");
  expect(shown("train_accuracy", "test/rmse")).toBe("test/rmse");
  expect(shown("epoch", "loss")).toBe("loss");
  expect(shown("interval", "alpha")).toBe("alpha");
  expect(shown("system/cpu")).toBeUndefined();
});
