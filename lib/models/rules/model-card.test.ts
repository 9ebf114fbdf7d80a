import { describe, expect, it } from "vitest";
import { loaderOf, readModelCard } from "./model-card";

const columns = JSON.stringify([
  { type: "double", name: "age", required: true },
  { type: "string", name: "plan", required: false },
  { type: "array", items: { type: "long" }, name: "visits", required: true },
  { type: "object", properties: { city: { type: "string" } }, name: "home", required: true },
]);
const tensors = JSON.stringify([
  { type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 28, 28] } },
]);

const mlmodel = {
  flavors: {
    python_function: { loader_module: "mlflow.sklearn", python_version: "3.11.7" },
    sklearn: { code: null, sklearn_version: "1.9.1" },
  },
  mlflow_version: "3.17.2",
  model_size_bytes: 23872,
  saved_input_example_info: { artifact_path: "input_example.json" },
  signature: {
    inputs: columns,
    outputs: tensors,
    params: JSON.stringify([{ name: "top", type: "long", default: 3, shape: null }]),
  },
};

describe("readModelCard", () => {
  it("reads flavors, versions and size", () => {
    expect(readModelCard(mlmodel)).toMatchObject({
      flavors: [
        { name: "python_function", version: null },
        { name: "sklearn", version: "1.9.1" },
      ],
      pythonVersion: "3.11.7",
      mlflowVersion: "3.17.2",
      sizeBytes: 23872,
      hasInputExample: true,
    });
  });

  it("says the types of columns, tensors and parameters in words", () => {
    const signature = readModelCard(mlmodel)?.signature;
    expect(signature?.inputs.map(({ name, type, isRequired }) => [name, type, isRequired])).toEqual(
      [
        ["age", "double", true],
        ["plan", "string", false],
        ["visits", "list of long", true],
        ["home", "object (city)", true],
      ],
    );
    expect(signature?.outputs).toMatchObject([
      { name: null, type: "float32 tensor, any × 28 × 28" },
    ]);
    expect(signature?.params).toMatchObject([{ name: "top", type: "long", defaultValue: "3" }]);
  });

  it("takes whatever was uploaded: no file of its kind is an error", () => {
    for (const content of [null, 5, "text", [], {}, { flavors: [] }, { flavors: "sklearn" }])
      expect(readModelCard(content)).toBeNull();
    expect(
      readModelCard({ flavors: { x: 5 }, signature: { inputs: "{broken", outputs: 7 } }),
    ).toEqual({
      flavors: [{ name: "x", version: null }],
      signature: { inputs: [], outputs: [], params: [] },
      pythonVersion: null,
      mlflowVersion: null,
      sizeBytes: null,
      hasInputExample: false,
    });
  });
});

describe("loaderOf", () => {
  it("prefers the library's own loader", () => {
    expect(loaderOf(readModelCard(mlmodel))).toBe("sklearn");
    expect(loaderOf(readModelCard({ flavors: { python_function: {}, my_own: {} } }))).toBe(
      "pyfunc",
    );
    expect(loaderOf(null)).toBe("pyfunc");
  });
});
