import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { putArtifact, putRunArtifact } from "@/lib/runs/commands/artifacts";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { storePath } from "@/lib/storage/artifact-uri";
import { bodyOf } from "@/lib/testing/artifact-stores";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createLoggedModel } from "../commands/logged-models";
import { findRunEnvironment } from "./run-environment";

setUpDatabase();

let actor: Actor;
let experimentId: number;

beforeAll(async () => {
  actor = await makeActor();
  experimentId = await createExperiment(actor, { name: "training", tags: [] });
});

const makeRun = async () =>
  (await createRun(actor, { experimentId, name: "", userId: "", startTime: 0, tags: [] })).uuid;

const put = (runUuid: string, path: string, text: string) =>
  putRunArtifact(actor, { runUuid, path }, bodyOf(text));

describe("the environment of a run", () => {
  it("is what the files of its newest model say", async () => {
    const runUuid = await makeRun();
    await put(runUuid, "requirements.txt", "older==1\n");
    const model = await createLoggedModel(actor, {
      experimentId,
      name: "forest",
      modelType: "",
      sourceRunUuid: runUuid,
      params: [],
      tags: [],
    });
    const root = storePath(model.artifactUri);
    await putArtifact(actor, `${root}/requirements.txt`, bodyOf("numpy==1.26.4\nnumpy==1.26.4\n"));
    await putArtifact(actor, `${root}/python_env.yaml`, bodyOf("python: 3.10\ndependencies: []\n"));
    await putArtifact(actor, `${root}/conda.yaml`, bodyOf("dependencies: [python=3.9]\n"));
    expect(await findRunEnvironment(actor, { runUuid })).toEqual({
      python: "3.10",
      packages: [{ name: "numpy", version: "1.26.4", requirement: "numpy==1.26.4" }],
      files: ["python_env.yaml", "requirements.txt"],
      modelName: "forest",
    });
  });

  it("is read beside a model that an older client keeps among the run's artifacts", async () => {
    const runUuid = await makeRun();
    await put(runUuid, "plots/a.txt", "");
    await put(
      runUuid,
      "sk-model/conda.yaml",
      "dependencies: [python=3.9.1, {pip: [mlflow==2.9.2]}]\n",
    );
    expect(await findRunEnvironment(actor, { runUuid })).toMatchObject({
      python: "3.9.1",
      packages: [{ name: "mlflow", version: "2.9.2" }],
      files: ["sk-model/conda.yaml"],
      modelName: null,
    });
  });

  it("is read as far as a bound, and no line is cut in two", async () => {
    const runUuid = await makeRun();
    const lines = Array.from({ length: 20_000 }, (_, index) => `package-${index}==1.${index}.0`);
    await put(runUuid, "requirements.txt", lines.join("\n"));
    const found = await findRunEnvironment(actor, { runUuid });
    expect(found?.packages).toHaveLength(2_000);
    expect(found?.packages.at(-1)?.requirement).toBe("package-1999==1.1999.0");
  });

  it("is unknown where nothing was logged, and of a run of another workspace nothing is said", async () => {
    const runUuid = await makeRun();
    expect(await findRunEnvironment(actor, { runUuid })).toBeNull();
    await put(runUuid, "notes.txt", "python: 3.9");
    expect(await findRunEnvironment(actor, { runUuid })).toBeNull();
    await expect(findRunEnvironment(await makeActor(), { runUuid })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
