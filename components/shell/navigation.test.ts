import { expect, test } from "vitest";
import { isInSection, navigationOf } from "./navigation";

const sectionOf = (pathname: string) =>
  navigationOf("team").find((item) => isInSection(item, pathname))?.label;

test("a run and a comparison belong to experiments", () => {
  expect(sectionOf("/team/experiments/4")).toBe("Experiments");
  expect(sectionOf("/team/runs/abc")).toBe("Experiments");
  expect(sectionOf("/team/compare")).toBe("Experiments");
});

test("a path that only begins like a section is not in it", () => {
  expect(sectionOf("/team/models-archive")).toBeUndefined();
  expect(sectionOf("/team/settings")).toBeUndefined();
});

test("no two sections share a key", () => {
  const keys = navigationOf("team").map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});
