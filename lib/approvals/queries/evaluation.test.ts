import { expect, it } from "vitest";
import { createExperiment } from "@/lib/experiments/commands";
import { createModelVersion } from "@/lib/models/commands/versions";
import { putRunArtifact } from "@/lib/runs/commands/artifacts";
import { makeRegistry, sign, wanted } from "@/lib/testing/approvals";
import { bodyOf } from "@/lib/testing/artifact-stores";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { logSampleRun } from "@/lib/testing/sample-runs";
import { openRequest } from "../commands/requests";
import { getEvaluation } from "./evaluation";

setUpDatabase();

async function registryOfRuns() {
  const registry = await makeRegistry();
  const { owner } = registry;
  const experimentId = await createExperiment(owner, { name: "churn", tags: [] });
  const register = async (
    metrics: Readonly<Record<string, number>>,
    files: Readonly<Record<string, string>> = {},
  ) => {
    const runUuid = await logSampleRun(owner, experimentId, { metrics });
    for (const [path, text] of Object.entries(files))
      await putRunArtifact(owner, { runUuid, path }, bodyOf(text));
    const source = `runs:/${runUuid}/model`;
    const made = await createModelVersion(owner, { name: "churn", source, runUuid, tags: [] });
    return made.version;
  };
  return { ...registry, register };
}

it("has what the run recorded of each aspect, by how it is called, beside what is at the target", async () => {
  const { owner, ada, register } = await registryOfRuns();
  const before = await register({ "bias/parity": 0.1, accuracy: 0.8 });
  const first = await openRequest(owner, wanted({ version: before }));
  await sign(ada, first.number);
  const version = await register(
    {
      ...{ "bias/parity": 0.2, "fairness/recall": 0.9, "fairness/recall/slice/sex/f": 0.7 },
      ...{ "load/latency_p95_ms": 38, accuracy: 0.9 },
    },
    { "fairness/groups.csv": "group,recall\nf,0.7\n", "model/MLmodel": "flavors: {}" },
  );
  const { number } = await openRequest(owner, wanted({ version }));
  const { base, run, sections } = await getEvaluation(ada, { number });
  expect([base, run?.artifactUri]).toEqual([before, expect.stringContaining("/artifacts")]);
  const shown = sections.map(({ aspect, metrics, slices, files }) => ({
    aspect,
    metrics: metrics.map(({ key, candidate, base: was }) => [key, candidate, was]),
    slices: slices.map(({ metric, slices: parts }) => [metric, parts.length]),
    files: files.map(({ path }) => path),
  }));
  const nothing = { metrics: [], slices: [], files: [] };
  expect(shown).toEqual([
    {
      aspect: "bias",
      metrics: [
        ["bias/parity", 0.2, 0.1],
        ["fairness/recall", 0.9, null],
      ],
      slices: [["fairness/recall", 1]],
      files: ["fairness/groups.csv"],
    },
    { aspect: "explainability", ...nothing },
    { aspect: "robustness", ...nothing },
    { aspect: "load", ...nothing, metrics: [["load/latency_p95_ms", 38, null]] },
  ]);
});

it("is empty for a version without a run, and not there for another workspace", async () => {
  const { owner } = await makeRegistry();
  const { number } = await openRequest(owner, wanted());
  const { run, base, sections } = await getEvaluation(owner, { number });
  expect([run, base]).toEqual([null, null]);
  expect(sections.flatMap(({ metrics, files }) => [...metrics, ...files])).toEqual([]);
  await expect(getEvaluation(await makeActor(), { number })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
