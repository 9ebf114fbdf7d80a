import { expect, test } from "vitest";
import { bakeWords } from "./rollout-words";

test("a step says how long it lasts, and nothing where the next one follows at once", () => {
  const step = { weight: 2_000, shadow: 0, bakeSeconds: 600, needsApproval: false };
  expect(bakeWords(step)).toBe("for 10m 00s");
  expect(bakeWords({ ...step, bakeSeconds: 0 })).toBe("");
  expect(bakeWords({ ...step, needsApproval: true })).toBe("until somebody lets it on");
});
