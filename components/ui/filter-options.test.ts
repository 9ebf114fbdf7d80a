import { expect, test } from "vitest";
import { filterOptions } from "./filter-options";

const options = ["val/loss", "loss", "learning rate", "train/loss at best step"].map((label) => ({
  value: label.replaceAll(" ", "_"),
  label,
}));
const found = (text: string) => filterOptions(options, text).map(({ label }) => label);

test("every word has to occur, in any order", () => {
  expect(found("best loss")).toEqual(["train/loss at best step"]);
});

test("what starts with the text comes first, the rest keeps its order", () => {
  expect(found("loss")).toEqual(["loss", "val/loss", "train/loss at best step"]);
});

test("the value counts as well as the label, and case does not", () => {
  expect(found("LEARNING_R")).toEqual(["learning rate"]);
});

test("no text leaves everything as it is", () => {
  expect(filterOptions(options, "  ")).toBe(options);
});
