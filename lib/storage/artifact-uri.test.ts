import { describe, expect, it } from "vitest";
import { parseArtifactLocation, parseModelSource, storePath, storeUri } from "./artifact-uri";

const locate = (uri: string) => parseArtifactLocation(uri, ["s3://team/ml", "gs://other/"]);

describe("the location of an experiment", () => {
  it.each([
    ["mlflow-artifacts:/7", "mlflow-artifacts:/7"],
    ["mlflow-artifacts:///7/", "mlflow-artifacts:/7"],
    ["MLFLOW-ARTIFACTS:/a//b", "mlflow-artifacts:/a/b"],
    ["my_location", "mlflow-artifacts:/my_location"],
    ["./team/my_location/", "mlflow-artifacts:/team/my_location"],
    ["s3://team/ml/vision", "s3://team/ml/vision"],
    ["s3://team/ml/", "s3://team/ml"],
    ["gs://other/x", "gs://other/x"],
  ])("%j becomes %j", (given, location) => {
    expect(locate(given)).toBe(location);
  });

  it.each([
    // CVE-2023-6909, CVE-2024-1483, -2928, -3848, -1593, -1594: urls that hide a path behind ?, # or ;
    "http:///?/../../../../canary/",
    "http:///#/../../../../../../canary/",
    "http:///;/../../../../canary/",
    "mlflow-artifacts:/x?/../../../canary",
    "mlflow-artifacts:/x#/../../../canary",
    // CVE-2024-3573, CVE-2023-1177: local files under many names
    "file:///canary",
    "file:/canary",
    "file:canary",
    "FILE:///canary",
    "file://./../canary",
    "/canary",
    "//host/canary",
    "..",
    "../canary",
    "a/../../canary",
    "%2e%2e/canary",
    "C:/canary",
    "C:\\canary",
    // CVE-2024-8859
    "dbfs:/",
    // CVE-2023-6974: addresses that a server or a client would be made to call
    "http://169.254.169.254/latest",
    "https://internal.example/x",
    "mlflow-artifacts://other.example/7",
    "mlflow-artifacts:/../x",
    "mlflow-artifacts:/%2e%2e/x",
    "mlflow-artifacts:/",
    "mlflow-artifacts:",
    "mlflow-artifacts:7",
    "s3://team/mlops",
    "s3://team/ml/../other",
    "s3://team/ml/%2e%2e/other",
    "s3://elsewhere/ml",
    "gs://others/x",
    "runs:/abc/x",
    "models:/m-1",
    "a\0b",
    "x".repeat(2049),
  ])("refuses %j", (uri) => {
    expect(() => locate(uri)).toThrow(/artifact_location/);
  });

  it("refuses a location that names nothing", () => {
    expect(() => locate("")).toThrow(/artifact_location/);
    expect(() => locate("./")).toThrow(/artifact_location/);
  });
});

describe("the source of a model version", () => {
  it.each([
    "dummy-source",
    "models:/m-0123456789abcdef0123456789abcdef",
    "models:/wine/1",
    "models:/wine@champion",
    "models:/wine/Production",
    "runs:/0123456789abcdef0123456789abcdef/model",
    "runs:/0123456789abcdef0123456789abcdef",
    "mlflow-artifacts:/1/models/m-1/artifacts",
    "mlflow-artifacts:/models/",
    "mlflow-artifacts:/models///",
    "mlflow-artifacts://host:9000/models",
    "mlflow-artifacts://host:9000/models/artifact/..../",
    "mlflow-artifacts:///models//artifact",
    "s3://bucket/models/",
    "s3a://bucket/models//artifact",
    "https://host/models/..../artifact",
    "dbfs:/run/artifacts/a",
    "hdfs:/models/a",
    "abfss://box@account.dfs.core.windows.net/a",
  ])("takes %j as it is", (source) => {
    expect(parseModelSource(source)).toBe(source);
  });

  it.each([
    "mlflow-artifacts://host:9000/models/../../../",
    "http://host/models/../../../",
    "https://host/models/artifact/../../../",
    "s3a://bucket/models/../../../",
    "ftp://host/models/..",
    "mlflow-artifacts://host/models/..%2f..%2fartifacts",
    "mlflow-artifacts://host/models/artifact%00",
    "mlflow-artifacts:/models/artifact%2500",
    "mlflow-artifacts://host/models/%252e%252e/x",
    "dbfs:/run/artifacts/a%3f/../../../../../../../../../../",
    "dbfs:/run/artifacts/a%23/../../../../canary",
    "mlflow-artifacts:/a;/../canary",
    "mlflow-artifacts:/a?path=../canary",
    "https://host/a#b",
    "runs:/abc/../canary",
    "models:/wine/../canary",
    "s3://bucket/./a",
  ])("refuses the relative reference in %j", (source) => {
    expect(() => parseModelSource(source)).toThrow(/^Invalid model version source: /);
  });

  it.each([
    "file:///canary",
    "file:///path/to/model",
    "FILE:/canary",
    "file://./../canary",
    "file:canary",
    "/canary",
    "../../../canary",
    "..",
    ".",
    "model",
    "dummy-source/../../canary",
    "C:/canary",
    "c:\\canary",
    "\\\\host\\share",
    "",
  ])("refuses the local path %j, whatever run or model comes with it", (source) => {
    for (const context of [
      {},
      { runArtifactUri: "mlflow-artifacts:/1/r/artifacts" },
      { modelArtifactUri: "mlflow-artifacts:/1/models/m-1/artifacts" },
    ])
      expect(() => parseModelSource(source, context)).toThrow(/To use a local path as a model/);
  });

  it.each([
    "javascript:/x",
    "data:/text",
    "gopher://host/x",
    "mlflow-artifacts:/",
    "mlflow-artifacts://host",
    "runs:/",
    "models:/",
    "models:/a/b/c",
  ])("refuses %j", (source) => {
    expect(() => parseModelSource(source)).toThrow(/^Invalid model version source: /);
  });

  it("bounds its length", () => {
    expect(() => parseModelSource(`s3://b/${"x".repeat(2048)}`)).toThrow(/maximum length of 2048/);
  });
});

describe("storePath", () => {
  it.each([
    ["mlflow-artifacts:/1/r/artifacts", "1/r/artifacts"],
    ["mlflow-artifacts:///1//r/", "1/r"],
    ["mlflow-artifacts:/", ""],
    ["mlflow-artifacts://host/1", null],
    ["mlflow-artifacts:/../1", null],
    ["mlflow-artifacts:/%252e%252e/1", null],
    ["s3://bucket/1", null],
    ["/1", null],
    ["1", null],
    ["", null],
  ])("of %j is %j", (uri, path) => {
    expect(storePath(uri)).toBe(path);
  });

  it("is the inverse of storeUri", () => {
    expect(storePath(storeUri("1/r/artifacts"))).toBe("1/r/artifacts");
  });
});
