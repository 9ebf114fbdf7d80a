import { expect, test } from "vitest";
import { createMonitorInput } from "@/lib/monitors/schema/monitors";
import { firstWatchForm, toCreateInput, type WatchForm } from "./watch-form";

const parse = (change: Partial<WatchForm> = {}) =>
  createMonitorInput.safeParse(toCreateInput("churn", { ...firstWatchForm(), ...change }));

test("what stands there at first makes a monitor, of what is found by itself", () => {
  expect(parse().data).toMatchObject({
    ...{ deployment: "churn", window: "day", method: "jensen_shannon", threshold: 0.1 },
  });
  expect(parse().data).not.toHaveProperty("reference");
  expect(parse().data).not.toHaveProperty("name");
});

test("another reference and name are sent, and a threshold with a comma is a number", () => {
  const reference = { datasetId: 4, dataset: "customers", version: 2 };
  expect(parse({ reference, name: " Amounts ", threshold: "0,25" }).data).toMatchObject({
    ...{ name: "Amounts", threshold: 0.25, reference: { datasetId: 4, version: 2 } },
  });
});

test("windows of rows are sent with their number, and refused with too few", () => {
  expect(parse({ window: "rows", rows: "5000" }).data?.window).toEqual({ rows: 5_000 });
  expect(parse({ window: "rows", rows: "5" }).success).toBe(false);
});

test.each(["", "much", "-1", "0"])("a threshold of “%s” is refused", (threshold) => {
  expect(parse({ threshold }).error?.issues[0]?.path).toEqual(["threshold"]);
});

test("what another tool does by itself is sent in place of a method and a threshold", () => {
  const sent = parse({ method: "evidently", threshold: "" }).data;
  expect(sent).toMatchObject({ preset: "evidently" });
  expect(sent).not.toHaveProperty("threshold");
  expect(sent).not.toHaveProperty("method");
});
