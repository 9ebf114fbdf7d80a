import { describe, expect, test } from "vitest";
import { jobSpec } from "../schema/jobs";
import { fetchedCommit, pinnedSource, sourcedCommand, sourceTags, unpinned } from "./source";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const source = { url: "https://example.org/churn.git", ref: "main" };
const specOf = (more: object) => jobSpec.parse({ command: ["python", "train.py"], ...more });

describe("a source", () => {
  test("is fetched before the command, which stays as it is", () => {
    expect(sourcedCommand(["a", "b c"], null)).toEqual(["a", "b c"]);
    const [shell, flag, script, name, ...command] = sourcedCommand(["a", "b c"], source);
    expect([shell, flag, name, ...command]).toEqual(["sh", "-c", "sh", "a", "b c"]);
    expect(script).toContain("git fetch -q --depth 1 -- https://example.org/churn.git main");
  });
  test("has its commit read from the log, and from nothing that only looks like it", () => {
    expect(fetchedCommit(`setting up\nSlipway fetched commit ${COMMIT}\nepoch 1`)).toBe(COMMIT);
    expect(fetchedCommit(`he said: Slipway fetched commit ${COMMIT}`)).toBeNull();
    expect(fetchedCommit("Slipway fetched commit main")).toBeNull();
  });
  test("is the very same commit from then on", () => {
    expect(pinnedSource(source, null)).toEqual(source);
    expect(pinnedSource(source, COMMIT)).toEqual({ ...source, ref: COMMIT });
  });
  test("is told to the run in MLflow's words", () => {
    expect(sourceTags(specOf({ source: { ...source, ref: COMMIT } }))).toEqual([
      { key: "mlflow.source.type", value: "JOB" },
      { key: "mlflow.source.name", value: "python train.py" },
      { key: "mlflow.source.git.repoURL", value: source.url },
      { key: "mlflow.source.git.commit", value: COMMIT },
    ]);
  });
  test.each([
    "https://user:secret@example.org/x.git",
    "https://secret@example.org/x.git",
    "ext::sh -c touch",
    "--upload-pack=touch",
    "https://example.org/a b",
  ])("at %s is refused", (url) => {
    expect(jobSpec.safeParse({ command: ["true"], source: { url } }).success).toBe(false);
  });
  test("takes no option for a branch", () => {
    const odd = { ...source, ref: "--upload-pack=touch" };
    expect(jobSpec.safeParse({ command: ["true"], source: odd }).success).toBe(false);
  });
});

describe("what is not pinned", () => {
  const datasets = [
    {
      datasetId: 1,
      name: "sales",
      version: 3,
      contentKey: "sha256:ab",
      source: "",
      hasFile: true,
      asked: { dataset: "sales" },
    },
  ];
  const of = (more: object, sourceCommit: string | null = null, hasLock = false) =>
    unpinned({ ...specOf(more), sourceCommit, hasLock }).map((line) => line.split(":")[0]);
  test("is listed", () => {
    expect(of({})).toEqual(["Code", "Data", "Packages", "Chance"]);
    expect(of({ source, datasets })).toEqual(["Code", "Packages", "Chance"]);
    expect(of({ source, datasets }, COMMIT)).toEqual(["Packages", "Chance"]);
    expect(of({ source, datasets }, COMMIT, true)).toEqual(["Chance"]);
    expect(of({ command: ["python", "train.py", "--seed=7"], datasets })).toEqual([
      "Code",
      "Packages",
    ]);
    const told = [{ ...datasets[0], contentKey: "weak:ab" }];
    expect(of({ source, datasets: told }, COMMIT, true)).toEqual(["Data", "Chance"]);
  });
  test("is nothing when code, packages and seed are given", () => {
    const image = { image_uri: `example.org/train@sha256:${"a".repeat(64)}` };
    for (const runtimeEnvironment of [{ pip: ["xgboost==3.1.1"] }, image])
      expect(
        of({ source, datasets, environment: { SEED: "7" }, runtimeEnvironment }, COMMIT),
      ).toEqual([]);
    expect(of({ runtimeEnvironment: { pip: ["xgboost==1", "numpy"] } })).toContain("Packages");
  });
});
