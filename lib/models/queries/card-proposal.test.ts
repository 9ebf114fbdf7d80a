import { Readable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { createExperiment } from "@/lib/experiments/commands";
import { logBatch, logMetric } from "@/lib/runs/commands/log-batch";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { workspaceStore } from "@/lib/storage/artifact-store";
import { storePath } from "@/lib/storage/artifact-uri";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { saveModelCard } from "../commands/cards";
import { createLoggedModel } from "../commands/logged-models";
import { createRegisteredModel } from "../commands/registered-models";
import { createModelVersion } from "../commands/versions";
import { cardDocument } from "../schema/cards";
import { proposeModelCard } from "./card-proposal";
import { getModelCard } from "./cards";

setUpDatabase();

const MLMODEL = `flavors:
  python_function: {}
  sklearn: {}
signature:
  inputs: '[{"name": "age", "type": "long", "required": true}]'
`;

let actor: Actor;
const propose = (version: string, name = "churn") => proposeModelCard(actor, { name, version });

beforeAll(async () => {
  actor = await makeActor();
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const run = await createRun(actor, {
    experimentId,
    name: "bright-heron-1",
    userId: "",
    startTime: 0,
    tags: [{ key: "license", value: "MIT" }],
  });
  const runUuid = run.uuid;
  await logBatch(actor, {
    runUuid,
    metrics: [
      { key: "loss", value: 0.3, timestamp: 1, step: 0 },
      { key: "auc/slice/region/eu", value: 0.6, timestamp: 1, step: 0 },
    ],
    params: [],
    tags: [],
  });
  await logInputs(actor, {
    runUuid,
    datasets: [
      {
        name: "spring",
        digest: "abc",
        sourceType: "",
        source: "",
        tags: [{ key: "mlflow.data.context", value: "training" }],
      },
    ],
    modelUuids: [],
  });
  const logged = await createLoggedModel(actor, {
    experimentId,
    name: "tree",
    modelType: "",
    sourceRunUuid: runUuid,
    params: [],
    tags: [],
  });
  await logMetric(actor, {
    runUuid,
    key: "auc",
    value: 0.9,
    timestamp: 1,
    step: 0,
    modelUuid: logged.uuid,
    datasetName: "holdout",
    datasetDigest: "x",
  });
  await workspaceStore(actor.workspaceId).put(
    `${storePath(logged.artifactUri)}/MLmodel`,
    Readable.from([MLMODEL]),
  );
  await createRegisteredModel(actor, { name: "churn", description: "Who leaves.", tags: [] });
  const of = { name: "churn", source: `models:/${logged.uuid}`, loggedModelUuid: logged.uuid };
  await createModelVersion(actor, { ...of, description: "Spring data.", tags: [] });
  await createModelVersion(actor, { name: "churn", source: "s3://bucket/x", tags: [] });
});

describe("a proposed card", () => {
  it("holds what the run, its data and its metrics tell, and is not saved by being read", async () => {
    const { document, sources } = await propose("1");
    expect(document).toMatchObject({
      summary: "Spring data.",
      licence: "MIT",
      owner: actor.email,
      trainingDatasets: [{ name: "spring", version: "1" }],
      results: [
        { metric: "auc", value: 0.9, slice: "", dataset: "holdout" },
        { metric: "loss", value: 0.3 },
        { metric: "auc", value: 0.6, slice: "region/eu" },
      ],
      libraries: ["sklearn"],
      interface: expect.stringContaining("| age | long | required |"),
      intendedUse: "",
      riskRating: "unknown",
    });
    expect(sources.summary).toBe("The description of this version");
    expect((await getModelCard(actor, { name: "churn", version: "1" })).card).toBeNull();
  });

  it("carries over what was said of the version before, or of the one that was copied", async () => {
    const document = cardDocument.parse({ intendedUse: "Retention calls.", licence: "GPL-3.0" });
    await saveModelCard(actor, { name: "churn", version: "1", basedOn: 0, document, note: "" });
    expect((await propose("2")).document).toMatchObject({
      summary: "Who leaves.",
      intendedUse: "Retention calls.",
      licence: "GPL-3.0",
      results: [],
    });
    await createRegisteredModel(actor, { name: "copy", tags: [] });
    await createModelVersion(actor, { name: "copy", source: "models:/churn/1", tags: [] });
    const { sources } = await propose("1", "copy");
    expect(sources.intendedUse).toBe("Card 1 of churn version 1");
  });

  it("is nothing to another workspace", async () => {
    const stranger = await makeActor();
    await expect(proposeModelCard(stranger, { name: "churn", version: "1" })).rejects.toMatchObject(
      {
        code: "NOT_FOUND",
      },
    );
  });
});
