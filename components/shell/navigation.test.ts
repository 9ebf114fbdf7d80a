import { expect, test } from "vitest";
import { isInSection, navigationOf } from "./navigation";

const sectionOf = (pathname: string) =>
  navigationOf("team", "admin").find((item) => isInSection(item, pathname))?.label;

test("a run and a comparison belong to experiments", () => {
  expect(sectionOf("/team/experiments/4")).toBe("Experiments");
  expect(sectionOf("/team/runs/abc")).toBe("Experiments");
  expect(sectionOf("/team/compare")).toBe("Experiments");
});

test("a path that only begins like a section is not in it", () => {
  expect(sectionOf("/team/models-archive")).toBeUndefined();
  expect(sectionOf("/team/settings")).toBeUndefined();
});

test("home is itself alone", () => {
  expect(sectionOf("/team")).toBe("Home");
  expect(sectionOf("/team/portfolio")).toBe("Portfolio");
});

test("no two sections share a key", () => {
  const keys = navigationOf("team", "admin").map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test("the audit trail is offered to whoever may read it", () => {
  const labelsOf = (role: "viewer" | "approver") =>
    navigationOf("team", role).map(({ label }) => label);
  expect(labelsOf("viewer")).not.toContain("Audit");
  expect(labelsOf("approver")).toContain("Audit");
});
