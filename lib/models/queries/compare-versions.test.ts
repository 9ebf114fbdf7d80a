import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { putRunArtifact } from "@/lib/runs/commands/artifacts";
import { bodyOf } from "@/lib/testing/artifact-stores";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logSampleRun, type SampleRun } from "@/lib/testing/sample-runs";
import { setAlias } from "../commands/aliases";
import { createRegisteredModel } from "../commands/registered-models";
import { createModelVersion } from "../commands/versions";
import type { VersionComparisonDto } from "../dto/comparison";
import { compareVersionsInput } from "../schema";
import { compareVersions } from "./compare-versions";

setUpDatabase();

let actor: Actor;
let experimentId: number;
let comparison: VersionComparisonDto;

const mlmodel = (inputs: readonly object[], flavors: readonly string[]) =>
  [
    "flavors:",
    ...flavors.map((flavor) => `  ${flavor}: {python_version: 3.11.9}`),
    "mlflow_version: 3.5.1",
    "signature:",
    `  inputs: '${JSON.stringify(inputs)}'`,
    `  outputs: '[{"type": "double"}]'`,
  ].join("\n");

const column = (name: string, type: string) => ({ name, type, required: true });

/** Logs a run with a model among its artifacts and registers it. */
async function register(
  name: string,
  sample: SampleRun,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const runUuid = await logSampleRun(actor, experimentId, sample);
  for (const [file, text] of Object.entries(files))
    await putRunArtifact(actor, { runUuid, path: `model/${file}` }, bodyOf(text));
  const source = `runs:/${runUuid}/model`;
  return String((await createModelVersion(actor, { name, source, runUuid, tags: [] })).version);
}

const compare = (input: object, who = actor) =>
  compareVersions(who, compareVersionsInput.parse({ name: "churn", ...input }));

beforeAll(async () => {
  actor = await makeActor();
  experimentId = await createExperiment(actor, { name: "training", tags: [] });
  await createRegisteredModel(actor, { name: "churn", tags: [] });
  await createRegisteredModel(actor, { name: "churn-next", tags: [] });
  await register(
    "churn",
    {
      metrics: {
        accuracy: 0.8,
        loss: 0.4,
        epochs: 10,
        "system/cpu": 90,
        "accuracy/slice/region/eu": 0.7,
        "accuracy/slice/region/us": 0.9,
        "accuracy/slice/path/a/b": 0.8,
      },
      params: { depth: "3", seed: "1", old: "x" },
      tags: {
        "mlflow.source.git.commit": "aaaaaaa",
        "mlflow.source.git.repoURL": "https://me:secret@example.org/churn.git",
      },
      datasets: [
        { name: "customers", digest: "one", context: "training" },
        { name: "holdout", digest: "h", context: "evaluation" },
      ],
    },
    {
      MLmodel: mlmodel([column("age", "integer"), column("plan", "string")], ["python_function"]),
      "requirements.txt": "numpy==1.26.4\nScikit_Learn==1.5.0\npandas\n",
      "model.pkl": "12345",
    },
  );
  await register(
    "churn",
    {
      metrics: {
        accuracy: 0.9,
        loss: 0.5,
        epochs: 12,
        auc: 0.95,
        "accuracy/slice/region/eu": 0.75,
        "accuracy/slice/region/us": 0.85,
        "accuracy/slice/region/apac": 0.6,
      },
      params: { depth: "5", seed: "1", fresh: "y" },
      tags: { "mlflow.source.git.commit": "bbbbbbb" },
      datasets: [
        { name: "customers", digest: "two", context: "training" },
        { name: "holdout", digest: "h", context: "evaluation" },
      ],
    },
    {
      MLmodel: mlmodel(
        [column("age", "double"), column("income", "double")],
        ["python_function", "sklearn"],
      ),
      "requirements.txt": "numpy==2.0.0\nscikit-learn==1.5.0\npolars==1.0\n",
      "model.pkl": "1234567890",
    },
  );
  await register("churn-next", { metrics: { accuracy: 0.95 } });
  await createModelVersion(actor, { name: "churn", source: "s3://bucket/model", tags: [] });
  await setAlias(actor, { name: "churn", version: "1", alias: "live" });
  comparison = await compare({ version: "2", with: "1" });
});

const byKey = <Item extends { key: string }>(items: readonly Item[]) =>
  Object.fromEntries(items.map((item) => [item.key, item]));

describe("the comparison of two versions", () => {
  it("says which parameters are other ones, and which only one of them has", () => {
    expect(comparison.params.counts).toEqual({ same: 1, changed: 1, added: 1, removed: 1 });
    expect(byKey(comparison.params.items)).toMatchObject({
      depth: { state: "changed", candidate: "5", base: "3" },
      fresh: { state: "added", candidate: "y", base: null },
      old: { state: "removed", candidate: null, base: "x" },
      seed: { state: "same" },
    });
    expect(comparison.params.items.at(-1)?.key).toBe("seed");
  });

  it("judges metrics by which way each is good", () => {
    const metrics = byKey(comparison.metrics.items);
    expect(metrics.accuracy).toMatchObject({ verdict: "better", direction: "higher" });
    expect(metrics.accuracy?.difference).toBeCloseTo(0.1);
    expect(metrics.accuracy?.relative).toBeCloseTo(0.125);
    expect(metrics.loss).toMatchObject({ verdict: "worse", direction: "lower" });
    expect(metrics.epochs).toMatchObject({ verdict: "unknown", direction: null, difference: 2 });
    expect(metrics.auc).toMatchObject({ state: "added", verdict: "unknown", base: null });
    expect(Object.keys(metrics)).toHaveLength(4);
  });

  it("finds the slice that is worst and the one that lost most", () => {
    const [sliced] = comparison.slices.metrics;
    expect(sliced).toMatchObject({
      metric: "accuracy",
      overall: { candidate: 0.9, base: 0.8 },
      worst: { dimension: "region", value: "apac" },
      mostWorsened: { dimension: "region", value: "us" },
    });
    expect(sliced?.slices.map(({ value, state }) => [value, state])).toEqual([
      ["a/b", "removed"],
      ["apac", "added"],
      ["eu", "changed"],
      ["us", "changed"],
    ]);
  });

  it("tells datasets apart by their content", () => {
    expect(comparison.datasets.counts).toEqual({ same: 1, changed: 1, added: 0, removed: 0 });
    expect(comparison.datasets.items[0]).toMatchObject({
      name: "customers",
      candidate: { digest: "two", number: 2 },
      base: { digest: "one", number: 1 },
    });
  });

  it("says what callers would notice of the signature", () => {
    expect(comparison.signature).toMatchObject({
      compatibility: "incompatible",
      reasons: ['It requires the input "income", which callers do not send.'],
    });
    expect(comparison.signature.changes.map(({ name, state }) => [name, state])).toEqual([
      ["age", "retyped"],
      ["income", "added"],
      ["plan", "removed"],
    ]);
  });

  it("compares what was installed, the code, the flavors and the size", () => {
    expect(comparison.environment).toMatchObject({
      isKnown: true,
      python: { state: "same", candidate: "3.11.9" },
      packages: { counts: { same: 1, changed: 1, added: 1, removed: 1 } },
    });
    expect(byKey(comparison.code)).toMatchObject({
      commit: { state: "changed", candidate: "bbbbbbb", base: "aaaaaaa" },
      repository: { state: "removed", base: "https://example.org/churn.git" },
    });
    expect(comparison.flavors).toEqual([
      { flavor: "python_function", state: "same" },
      { flavor: "sklearn", state: "added" },
    ]);
    const { candidate, base, difference } = comparison.size;
    expect([candidate?.files, base?.files]).toEqual([3, 3]);
    expect(difference).toBe((candidate?.bytes ?? 0) - (base?.bytes ?? 0));
    expect(difference).toBeGreaterThan(0);
  });

  it("takes an alias for a version, and a version of another model", async () => {
    expect((await compare({ version: "2", with: "@live" })).base).toMatchObject({ version: 1 });
    const other = await compare({ version: "2", with: "1", withModel: "churn-next" });
    expect(other.base).toMatchObject({ name: "churn-next", version: 1 });
    expect(byKey(other.metrics.items).accuracy?.verdict).toBe("worse");
  });

  it("knows nothing of files that are kept elsewhere, and says so", async () => {
    const remote = await compare({ version: "3", with: "1" });
    expect(remote.size).toMatchObject({ candidate: null, difference: null });
    expect(remote.signature.compatibility).toBe("unknown");
    expect(remote.environment.isKnown).toBe(false);
    expect(remote.environment.packages.items).toEqual([]);
  });

  it("refuses what is not there, and shows nothing of another workspace", async () => {
    await expect(compare({ version: "2", with: "9" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(compare({ version: "2", with: "@nobody" })).rejects.toMatchObject({
      code: "INVALID",
    });
    await expect(compare({ version: "2", with: "1" }, await makeActor())).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(compareVersionsInput.safeParse({ name: "churn", version: "1", with: "x" }).success).toBe(
      false,
    );
  });

  it("stays bounded, with what changed first and everything counted", async () => {
    const many = (value: string) =>
      Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`p${index}`, value]));
    const runs = await Promise.all(
      ["a", "b"].map((value) =>
        register("churn", { params: { ...many(value), long: "x".repeat(6000) } }),
      ),
    );
    const { params } = await compare({ version: runs[1], with: runs[0] });
    expect(params.counts).toEqual({ same: 1, changed: 90, added: 0, removed: 0 });
    expect(params.items.at(-1)?.candidate).toHaveLength(1_000);
  });
});
