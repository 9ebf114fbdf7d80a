import { expect, it } from "vitest";
import { shownMetrics } from "./shown-metrics";

const available = [
  "accuracy",
  "accuracy/slice/region/apac",
  "accuracy/slice/region/eu",
  "f1",
  "loss",
  "mae",
];

it("are the first few of the whole data until somebody chooses, and a slice when it is chosen", () => {
  expect(shownMetrics(null, available)).toEqual(["accuracy", "f1", "loss"]);
  const chosen = ["accuracy/slice/region/eu", "mae", "mae", ""];
  expect(shownMetrics(chosen, available)).toEqual(["accuracy/slice/region/eu", "mae"]);
});
