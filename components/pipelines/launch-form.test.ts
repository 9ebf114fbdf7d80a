import { describe, expect, it } from "vitest";
import { parameterProblems } from "@/lib/pipelines/rules/parameters";
import { parameterDeclaration } from "@/lib/pipelines/schema/parameters";
import { chosenValues, givenValues, initialValues, mayBeNone } from "./launch-form";

const read = (parameter: Record<string, unknown>) => parameterDeclaration.parse(parameter);
const DECLARED = {
  rows: read({ type: "integer", default: 1_000, required: false }),
  rate: read({ type: "number", default: 0.1 }),
  seed: read({ type: "integer", required: false }),
  model: read({ type: "choice", choices: ["linear", "trees"], default: "trees" }),
  note: read({ type: "string", default: "nightly", required: false }),
};

describe("the fields of a launch", () => {
  it("refuse a number that is emptied under a default, in place of the default", () => {
    const fields = { ...initialValues(DECLARED), rows: "", rate: " " };
    expect(parameterProblems(DECLARED, givenValues(DECLARED, fields))).toEqual({
      rows: "Write a whole number.",
      rate: "Write a number.",
    });
  });

  it("take an emptied number that has no default as left out, and an emptied text as empty", () => {
    const given = givenValues(DECLARED, { ...initialValues(DECLARED), note: "" });
    expect(given).toMatchObject({ seed: undefined, note: "" });
    expect(parameterProblems(DECLARED, given)).toEqual({});
  });

  it("offer none of a choice only where none is what it would then have", () => {
    const choice = { type: "choice", choices: ["a", "b"] };
    expect(mayBeNone(read({ ...choice, required: false }))).toBe(true);
    expect(mayBeNone(read({ ...choice, required: false, default: "b" }))).toBe(false);
    expect(mayBeNone(read(choice))).toBe(false);
  });
});

describe("the fields of a schedule", () => {
  it("keep what differs from the defaults, and show the defaults of the day for the rest", () => {
    const chosen = chosenValues(DECLARED, { ...initialValues(DECLARED), rows: "50", model: "0" });
    expect(chosen).toEqual({ rows: 50, model: "linear" });
    const later = { ...DECLARED, rate: read({ type: "number", default: 0.5 }) };
    expect(initialValues(later, chosen)).toMatchObject({ rows: "50", model: "0", rate: "0.5" });
  });
});
