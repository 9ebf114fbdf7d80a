import { describe, expect, test } from "vitest";
import {
  FREE_FAILURES,
  invitationState,
  passwordProblem,
  safeCallback,
  signInWaitMs,
  slugProblem,
  suggestSlug,
  tokenState,
} from "./rules";

const NOW = new Date("2026-03-01T12:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

describe("a workspace's short name", () => {
  test.each(["team", "a", "fraud-2", "9lives", "x".repeat(63)])("may be %s", (slug) => {
    expect(slugProblem(slug)).toBeNull();
  });
  test.each(["", "-a", "a-", "Team", "a b", "a/b", "ä", "x".repeat(64), ".."])(
    "may not be '%s'",
    (slug) => {
      expect(slugProblem(slug)).toMatch(/lower-case letters/);
    },
  );
  test.each(["api", "ajax-api", "sign-in", "metrics", "v2"])(
    "may not be %s, which is an address of the product",
    (slug) => {
      expect(slugProblem(slug)).toMatch(/own addresses/);
    },
  );
  test("is suggested from the name, without accents and signs", () => {
    expect(suggestSlug("Fraud & Risk")).toBe("fraud-risk");
    expect(suggestSlug("  Équipe Été 2 ")).toBe("equipe-ete-2");
    expect(suggestSlug("!!!")).toBe("");
  });
});

describe("a password", () => {
  const email = "ada.lovelace@example.org";
  test("of twelve mixed characters passes", () => {
    expect(passwordProblem("correct horse", email)).toBeNull();
  });
  test.each([
    ["elevenchars", /at least 12/],
    ["x".repeat(201), /at most 200/],
    ["aaaaaaaaaaaaab", /different characters/],
    ["Password1234", /first that are guessed/],
    ["Ada.Lovelace@example.org", /e-mail address/],
  ])("like %s is refused with the reason", (password, reason) => {
    expect(passwordProblem(password, email)).toMatch(reason);
  });
});

describe("waiting after failed sign-ins", () => {
  test("costs nothing for the first five", () => {
    expect(signInWaitMs([ago(1), ago(2), ago(3), ago(4)], FREE_FAILURES.email, NOW)).toBe(0);
  });
  test("begins with half a minute after the fifth", () => {
    const failures = [1, 2, 3, 4, 5].map(ago);
    expect(signInWaitMs(failures, 5, NOW)).toBe(29_000);
  });
  test("doubles with each further failure and ends at a quarter of an hour", () => {
    const waitAfter = (count: number) => signInWaitMs(Array(count).fill(NOW), 5, NOW);
    expect([waitAfter(5), waitAfter(6), waitAfter(7)]).toEqual([30_000, 60_000, 120_000]);
    expect(waitAfter(40)).toBe(15 * 60_000);
  });
  test("is over when the time has passed, and forgets what is an hour old", () => {
    expect(signInWaitMs([31, 32, 33, 34, 35].map(ago), 5, NOW)).toBe(0);
    expect(signInWaitMs(Array(50).fill(ago(3_601)), 5, NOW)).toBe(0);
  });
});

describe("states", () => {
  const open = { acceptedAt: null, revokedAt: null, expiresAt: ago(-60) };
  test("an invitation is open until it is accepted, revoked or too old", () => {
    expect(invitationState(open, NOW)).toBe("open");
    expect(invitationState({ ...open, expiresAt: NOW }, NOW)).toBe("expired");
    expect(invitationState({ ...open, revokedAt: ago(1) }, NOW)).toBe("revoked");
    expect(invitationState({ ...open, acceptedAt: ago(2), revokedAt: ago(1) }, NOW)).toBe(
      "accepted",
    );
  });
  test("a token is active until it is revoked or its time is up", () => {
    expect(tokenState({ revokedAt: null, expiresAt: null }, NOW)).toBe("active");
    expect(tokenState({ revokedAt: null, expiresAt: NOW }, NOW)).toBe("expired");
    expect(tokenState({ revokedAt: ago(1), expiresAt: null }, NOW)).toBe("revoked");
  });
});

describe("the page to return to after signing in", () => {
  test.each(["/default/experiments", "/a?b=c#d", "/"])("may be %s", (path) => {
    expect(safeCallback(path)).toBe(path);
  });
  test("may be written with our own host", () => {
    expect(safeCallback("https://slipway.example/a?b", "slipway.example")).toBe("/a?b");
    expect(safeCallback("https://evil.example/a", "slipway.example")).toBe("/");
  });
  test.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/.//evil.example",
    "/%2e//evil.example",
    "/a/..//evil.example",
    "http://ours.invalid//evil.example",
    "http://ours.invalid/\\evil.example",
    "",
    undefined,
  ])("is the start page instead of %j", (path) => {
    expect(safeCallback(path)).toBe("/");
  });
});
