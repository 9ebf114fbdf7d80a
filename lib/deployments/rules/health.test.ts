import { expect, test } from "vitest";
import { verificationOf } from "./health";

test("what answers is verified for as long as somebody has looked lately, and no longer", () => {
  const seen = (minutes: number, status: "ready" | "failed" = "ready") => ({
    status,
    observedAt: 10_000_000 - minutes * 60_000,
  });
  const now = 10_000_000;
  expect(verificationOf("running", seen(4), now)).toBe("verified");
  expect(verificationOf("running", seen(6), now)).toBe("unconfirmed");
  expect(verificationOf("running", seen(0, "failed"), now)).toBe("away");
  expect(verificationOf("stopped", seen(0), now)).toBe("away");
});
