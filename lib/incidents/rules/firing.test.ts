import { expect, test } from "vitest";
import { firesOn, firingState } from "./firing";

test.each([
  [true, "open", "firing"],
  [true, "acknowledged", "firing"],
  [false, "open", "over"],
  [true, "resolved", "still_firing"],
  [false, "resolved", "ended"],
] as const)("what fires %s in an incident that is %s is %s", (isFiring, status, state) => {
  expect(firingState({ isFiring, status })).toBe(state);
});

test("alerts that fire on are said when an incident is resolved, and a rollback is not one", () => {
  const drift = { kind: "drift", isFiring: true };
  expect(
    firesOn([
      { kind: "rollback", isFiring: true },
      { ...drift, isFiring: false },
    ]),
  ).toBeNull();
  expect(firesOn([drift])).toMatch(
    /^1 alert still fires\. .*the next window in which it fires opens another/,
  );
  expect(firesOn([drift, { ...drift, kind: "quality" }])).toMatch(
    /^2 alerts still fire\. .*one of them fires/,
  );
});
