import { expect, test } from "vitest";
import { parseNodeSearch } from "./search";

const found = (text: string) => {
  const { name, version, place, approval } = parseNodeSearch(text);
  return [name, version, place, approval];
};

test("a number after a name is a version of it, however it is written", () => {
  for (const text of ["Churn 3", "churn v3", "churn/3", "churn version 3"])
    expect(found(text)).toEqual(["churn", 3, "", null]);
  expect(found("top3")).toEqual(["top3", null, "", null]);
  expect(found("3")).toEqual(["3", null, "", null]);
});

test("what follows an at sign is where it stands, with or without a name", () => {
  expect(found("churn @Champion")).toEqual(["churn", null, "champion", null]);
  expect(found("@champion")).toEqual(["", null, "champion", null]);
});

test("a hash and a number are an approval", () => {
  expect(found("#12")).toEqual(["#12", null, "", 12]);
});
