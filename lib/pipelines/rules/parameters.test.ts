import { expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { parseDeclaration } from "../schema/declaration";
import { settleParameters } from "./parameters";

const parsed = parseDeclaration(`
command: [train]
parameters:
  rows: { type: integer, min: 1, max: 10 }
  rate: { type: number, default: 0.5, max: 1 }
  note: { type: string, required: false, max: 5 }
  fast: { type: boolean, default: false }
  model: { type: choice, choices: [linear, trees, 3], default: trees }
`);
const declared = "declaration" in parsed ? parsed.declaration.parameters : {};

const fieldsOf = (given: Record<string, unknown>) => {
  try {
    settleParameters(declared, given);
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, fields: error.fields };
    throw error;
  }
  return null;
};

test("what is left out has its default, or is an empty text where it may be", () => {
  expect(settleParameters(declared, { rows: 3 })).toEqual({
    rows: 3,
    rate: 0.5,
    note: "",
    fast: false,
    model: "trees",
  });
  expect(
    settleParameters(declared, { rows: 1, rate: 0, note: "five5", fast: true, model: 3 }),
  ).toEqual({ rows: 1, rate: 0, note: "five5", fast: true, model: 3 });
});

test.each([
  ["a missing one", {}, "rows"],
  ["another type", { rows: "3" }, "rows"],
  ["a fraction", { rows: 1.5 }, "rows"],
  ["one that is too small", { rows: 0 }, "rows"],
  ["one that is too large", { rows: 1, rate: 2 }, "rate"],
  ["a text that is too long", { rows: 1, note: "123456" }, "note"],
  ["a text that cannot be kept", { rows: 1, note: "a\0" }, "note"],
  ["a text for a boolean", { rows: 1, fast: "true" }, "fast"],
  ["no choice", { rows: 1, model: "3" }, "model"],
  ["a list", { rows: [1] }, "rows"],
  ["an unknown name", { rows: 1, toString: 1 }, "toString"],
])("%s is refused by its name", (_title, given, name) => {
  const found = fieldsOf(given);
  expect(found?.code).toBe("INVALID");
  expect(Object.keys(found?.fields ?? {})).toEqual([`parameters.${name}`]);
});
