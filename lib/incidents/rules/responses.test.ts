import { expect, test } from "vitest";
import { answers } from "./responses";

const drift = { kind: "drift", severity: "warning" } as const;

test("a response answers what is as bad as it says, or worse", () => {
  const from = (severity: string) => answers({ signals: [], severity }, drift);
  expect([from("info"), from("warning"), from("critical")]).toEqual([true, true, false]);
});

test("a response without kinds answers every alert and no rollback; one with kinds answers those", () => {
  const rollback = { kind: "rollback", severity: "critical" } as const;
  expect(answers({ signals: [], severity: "info" }, rollback)).toBe(false);
  expect(answers({ signals: ["rollback"], severity: "info" }, rollback)).toBe(true);
  expect(answers({ signals: ["silence"], severity: "info" }, drift)).toBe(false);
});
