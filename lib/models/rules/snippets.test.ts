import { expect, it } from "vitest";
import { filesCode, loadCode, nativeLoader, predictCode } from "./snippets";

it("knows which library gives a model back as it was logged", () => {
  expect(nativeLoader(["python_function", "sklearn"])).toBe("sklearn");
  expect(nativeLoader(["python_function", "my_own"])).toBeNull();
});

it("writes code that loads a model, whatever its name holds", () => {
  const code = loadCode({
    uri: 'models:/say "hi"/3',
    flavors: ["python_function"],
    origin: "http://localhost:3000",
  });
  expect(code).toContain('mlflow.pyfunc.load_model("models:/say \\"hi\\"/3")');
  expect(code).not.toContain("as it was logged");
});

const at = { uri: "models:/churn@champion", origin: "http://localhost:3000" };

it("writes a row such as the signature asks for", () => {
  const code = predictCode({
    ...at,
    inputs: [
      { name: 'tenure "months"', type: "long", isRequired: true },
      { name: "plan", type: "string", isRequired: false },
    ],
  });
  expect(code).toContain('    "tenure \\"months\\"": [1],  # long');
  expect(code).toContain('    "plan": ["text"],  # string, optional');
  expect(code).toContain('load_model("models:/churn@champion")');
});

it("leaves the data to the caller where the model takes a tensor, or nobody said what", () => {
  const inputs = [{ name: null, type: "tensor(float32, (-1, 28))", isRequired: true }];
  expect(predictCode({ ...at, inputs })).toContain("# one tensor(float32, (-1, 28))\ndata = ...");
  expect(predictCode({ ...at, inputs: null })).toContain("\ndata = ...");
});

it("stays short however many columns there are", () => {
  const inputs = Array.from({ length: 500 }, (_, index) => ({
    name: `column ${index}`,
    type: "double",
    isRequired: true,
  }));
  const code = predictCode({ ...at, inputs });
  expect(code.split("\n").length).toBeLessThan(45);
  expect(code).toContain("# … and 470 more");
});

it("quotes addresses so that a shell reads them as they are", () => {
  const code = filesCode({
    origin: "http://localhost:3000",
    archive: "/a/it's",
    file: "/f?a=1&b=2",
    name: "churn-3",
  });
  expect(code).toContain("'http://localhost:3000/a/it'\\''s'");
  expect(code).toContain("'http://localhost:3000/f?a=1&b=2'");
});
