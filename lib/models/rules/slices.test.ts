import fc from "fast-check";
import { expect, it } from "vitest";
import { parseSlice, sliceName } from "./slices";

it("reads the metric, the dimension and the value out of a name", () => {
  expect(parseSlice("accuracy/slice/region/eu")).toEqual({
    metric: "accuracy",
    dimension: "region",
    value: "eu",
  });
});

it("lets metrics and values hold slashes, dimensions not", () => {
  expect(parseSlice("val/accuracy/slice/path/a/b/c")).toEqual({
    metric: "val/accuracy",
    dimension: "path",
    value: "a/b/c",
  });
  expect(parseSlice("accuracy/slice/age/slice/18-25/x")).toEqual({
    metric: "accuracy",
    dimension: "age",
    value: "slice/18-25/x",
  });
});

it("takes for no slice what lacks a part", () => {
  for (const name of [
    "accuracy",
    "slice",
    "slice/region/eu",
    "/slice/region/eu",
    "accuracy/slice/",
    "accuracy/slice/region",
    "accuracy/slice/region/",
    "accuracy/slice//eu",
    "accuracy/slices/region/eu",
  ])
    expect(parseSlice(name), name).toBeNull();
});

it("reads back every name that it writes", () => {
  const word = fc.stringMatching(/^[a-z0-9 ._:-]{1,12}$/);
  const path = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("/"));
  fc.assert(
    fc.property(
      path.filter((metric) => !metric.includes("/slice")),
      word,
      path,
      (metric, dimension, value) => {
        const slice = { metric, dimension, value };
        expect(parseSlice(sliceName(slice))).toEqual(slice);
      },
    ),
  );
});
