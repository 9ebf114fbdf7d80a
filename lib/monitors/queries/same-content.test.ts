import { expect, test } from "vitest";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { db } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createExperiment } from "@/lib/experiments/commands";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { uploadReference } from "@/lib/testing/monitors";
import { findReference } from "../sql/references";

setUpDatabase();

test("what a version was trained on is found as the file of the same content that was uploaded", async () => {
  const actor = await makeActor({ role: "contributor" });
  await createRegisteredModel(actor, { name: "churn", tags: [] });
  const reference = await uploadReference(actor);
  const { workspaceId } = actor;
  const { contentKey } = await db().datasetVersion.findFirstOrThrow({ where: { workspaceId } });
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const { uuid } = await createRun(actor, {
    ...{ experimentId, name: "run", userId: "", startTime: 0, tags: [] },
  });
  const log = (name: string, sha256: string) =>
    logInputs(actor, {
      runUuid: uuid,
      datasets: [
        {
          ...{ name, digest: "abc", sourceType: "code", source: "{}", schema: "" },
          tags: [
            { key: "mlflow.data.context", value: "training" },
            { key: "sha256", value: sha256 },
          ],
        },
      ],
      modelUuids: [],
    });
  const source = "s3://bucket/one";
  await createModelVersion(actor, { name: "churn", source, runUuid: uuid, tags: [] });
  const { id } = await db().modelVersion.findFirstOrThrow({ where: { workspaceId } });
  const find = () => findReference(pool(), workspaceId, id);
  await log("other", "0".repeat(64));
  expect(await find()).toBeNull();
  await log("generated", contentKey.replace("sha256:", ""));
  expect(await find()).toMatchObject({ dataset: "customers", ...reference });
});
