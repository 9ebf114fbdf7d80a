import { expect, test } from "vitest";
import { bodyOfExample, bodyOfSignature } from "./example-input";
import { readSignature } from "./signature";

test("an input example becomes a body, in whichever form MLflow wrote it", () => {
  const split = { columns: ["age"], data: [[41]] };
  expect(bodyOfExample(split)).toEqual({ dataframe_split: split });
  expect(bodyOfExample({ dataframe_split: split })).toEqual({ dataframe_split: split });
  expect(bodyOfExample({ inputs: [[1, 2]] })).toEqual({ inputs: [[1, 2]] });
  expect(bodyOfExample([[1, 2]])).toEqual({ inputs: [[1, 2]] });
  expect(bodyOfExample([{ age: 41 }])).toEqual({ dataframe_records: [{ age: 41 }] });
  expect(bodyOfExample("a text")).toBeNull();
  expect(bodyOfExample({ age: 41 })).toBeNull();
});

test("without an example the signature gives the form", () => {
  const columns = [
    { name: "age", type: "long" },
    { name: "city", type: "string" },
    { name: "is_new", type: "boolean" },
  ];
  expect(bodyOfSignature(readSignature({ inputs: columns }))).toEqual({
    dataframe_split: { columns: ["age", "city", "is_new"], data: [[0, "", false]] },
  });
  const tensor = { type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 2] } };
  expect(bodyOfSignature(readSignature({ inputs: [tensor] }))).toEqual({ inputs: [[0, 0]] });
  expect(bodyOfSignature(readSignature({ inputs: [{ ...tensor, name: "image" }] }))).toEqual({
    inputs: { image: [[0, 0]] },
  });
  expect(Object.keys(bodyOfSignature(readSignature(null)))).toEqual(["dataframe_split"]);
});
