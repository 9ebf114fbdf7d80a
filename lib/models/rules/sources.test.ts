import { describe, expect, it } from "vitest";
import { hostScheme, isWithin, readModelReference, readRunReference } from "./sources";

describe("readModelReference", () => {
  it("reads every form that clients write", () => {
    expect(readModelReference("models:/churn/12")).toEqual({
      kind: "version",
      name: "churn",
      version: "12",
    });
    expect(readModelReference("models:/churn/LATEST")).toEqual({ kind: "latest", name: "churn" });
    expect(readModelReference("models:/churn/Production")).toEqual({
      kind: "stage",
      name: "churn",
      stage: "Production",
    });
    expect(readModelReference("models:/a@b@champion")).toEqual({
      kind: "alias",
      name: "a@b",
      alias: "champion",
    });
    expect(readModelReference("models:/m-0af3")).toEqual({ kind: "logged", uuid: "m-0af3" });
  });

  it("refuses what names nothing, names too much, or names another host", () => {
    for (const uri of [
      "models:/",
      "models:",
      "models:churn/1",
      "models:/churn/",
      "models:/churn/1/x",
      "models:/churn@",
      "models://host/churn/1",
      "runs:/abc/model",
      "s3://bucket/models:/churn/1",
    ])
      expect(readModelReference(uri)).toBeNull();
  });
});

describe("readRunReference", () => {
  it("reads the run and the path", () => {
    expect(readRunReference("runs:/0af3/model/deep")).toEqual({
      runUuid: "0af3",
      path: "model/deep",
    });
    expect(readRunReference("runs:/0af3")).toEqual({ runUuid: "0af3", path: "" });
    expect(readRunReference("runs://host/0af3/model")).toBeNull();
  });
});

describe("isWithin", () => {
  it("compares whole path segments of the same scheme", () => {
    const root = "mlflow-artifacts:/1/abc/artifacts";
    expect(isWithin("mlflow-artifacts:/1/abc/artifacts", root)).toBe(true);
    expect(isWithin("mlflow-artifacts:///1/abc/artifacts/model/", root)).toBe(true);
    expect(isWithin("mlflow-artifacts:/1/abc/artifacts2/model", root)).toBe(false);
    expect(isWithin("mlflow-artifacts:/1/abd/artifacts/model", root)).toBe(false);
    expect(isWithin("s3:/1/abc/artifacts/model", root)).toBe(false);
    expect(isWithin("mlflow-artifacts:/1", root)).toBe(false);
  });
});

describe("hostScheme", () => {
  it("finds schemes whose uri chooses a host", () => {
    expect(hostScheme("http://169.254.169.254/x")).toBe("http");
    expect(hostScheme("HTTPS://h/x")).toBe("https");
    expect(hostScheme("mlflow-artifacts://host:5000/x")).toBe("mlflow-artifacts");
    expect(hostScheme("mlflow-artifacts:/x")).toBeNull();
    expect(hostScheme("s3://bucket/x")).toBeNull();
  });
});
