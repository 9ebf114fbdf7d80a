import { expect, it } from "vitest";
import { modelUriOf } from "./model-uri";

it("a model is loaded from the folder that its MLmodel file is in", () => {
  expect(modelUriOf("0a1b", "outputs/model/MLmodel")).toBe("runs:/0a1b/outputs/model");
  expect(modelUriOf("0a1b", "MLmodel")).toBe("runs:/0a1b/");
});
