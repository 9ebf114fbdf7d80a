import { describe, expect, it } from "vitest";
import { type RollbackFacts, rollbackChecks } from "./rollback";

const facts: RollbackFacts = {
  version: 3,
  status: "READY",
  files: "readable",
  loaded: { verdict: "pass", at: new Date("2026-11-01T10:00:00Z") },
  signature: { compatibility: "compatible", changes: [], reasons: [] },
  approvedIn: 7,
};

const states = (more: Partial<RollbackFacts>) =>
  Object.fromEntries(
    rollbackChecks({ ...facts, ...more }).map(({ key, state }) => [key, state] as const),
  );

describe("the way back", () => {
  it("is verified when everything about it is known and good", () => {
    expect(new Set(Object.values(states({})))).toEqual(new Set(["ok"]));
  });

  it("ends at once when the version is gone", () => {
    expect(states({ status: null })).toEqual({ exists: "problem" });
  });

  it("never takes what is not known for good", () => {
    const unknown = {
      files: "elsewhere" as const,
      loaded: null,
      signature: { compatibility: "unknown" as const, changes: [], reasons: ["No signature."] },
      approvedIn: null,
    };
    expect(states(unknown)).toMatchObject({
      files: "unknown",
      loads: "unknown",
      signature: "unknown",
      approved: "unknown",
    });
  });

  it("says what stands in it", () => {
    const checks = rollbackChecks({
      ...facts,
      status: "FAILED_REGISTRATION",
      files: "unreadable",
      loaded: { verdict: "fail", at: new Date("2026-11-01T10:00:00Z") },
      signature: {
        compatibility: "incompatible",
        changes: [],
        reasons: ['It requires the input "age", which callers do not send.'],
      },
    });
    expect(checks.filter(({ state }) => state === "problem").map(({ key }) => key)).toEqual([
      "ready",
      "files",
      "loads",
      "signature",
    ]);
    expect(checks.find(({ key }) => key === "signature")?.text).toContain('the input "age"');
  });
});
