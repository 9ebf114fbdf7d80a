import { expect, it } from "vitest";
import { loadCode, nativeLoader } from "./snippets";

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
