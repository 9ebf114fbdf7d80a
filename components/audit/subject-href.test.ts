import { expect, test } from "vitest";
import { subjectHref } from "./subject-href";

test("an event leads to the page of what it happened to", () => {
  expect(subjectHref("team", "model version a b/c/3")).toBe("/team/models/a%20b%2Fc/3");
  expect(subjectHref("team", "model churn")).toBe("/team/models/churn");
  expect(subjectHref("team", "run abc")).toBe("/team/runs/abc");
  expect(subjectHref("team", "approval request 7")).toBe("/team/approvals/7");
  expect(subjectHref("team", "incident 7")).toBe("/team/incidents/7");
});

test("what has no page has no link", () => {
  expect(subjectHref("team", "sign-in")).toBeNull();
  expect(subjectHref("team", "artifact a/b.txt")).toBeNull();
  expect(subjectHref("team", "dataset x")).toBeNull();
});
