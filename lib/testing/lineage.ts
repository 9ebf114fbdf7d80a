import type { Actor } from "@/lib/access/actor";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { db } from "@/lib/db/client";
import { createExperiment } from "@/lib/experiments/commands";
import { createLoggedModel } from "@/lib/models/commands/logged-models";
import { createRegisteredModel } from "@/lib/models/commands/registered-models";
import { createModelVersion } from "@/lib/models/commands/versions";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor } from "./database";

/** A dataset as a client logs it; "sales#2" is another content of "sales". */
export const datasetInput = (name: string) => ({
  name: name.split("#", 1)[0] ?? name,
  digest: name.split("#")[1] ?? "abc",
  sourceType: "local",
  source: "{}",
  tags: [{ key: "mlflow.data.context", value: "training" }],
});

interface Wanted {
  datasets?: readonly string[];
  versions?: number;
  runs?: number;
  actor?: Actor | null;
}

/** A run that read data sets and logged one model, of which `versions` were registered. */
export async function makeLineage({
  datasets = ["sales"],
  versions = 1,
  runs = 1,
  actor: given = null,
}: Wanted = {}) {
  const actor = given ?? (await makeActor());
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  await createRegisteredModel(actor, { name: "churn", tags: [] });
  let last = { uuid: "", model: "" };
  for (let number = 0; number < runs; number++) {
    const { uuid } = await createRun(actor, {
      experimentId,
      name: `run ${number}`,
      userId: "",
      startTime: 1_000 + number,
      tags: [],
    });
    await logInputs(actor, {
      runUuid: uuid,
      datasets: datasets.map(datasetInput),
      modelUuids: [],
    });
    const model = await createLoggedModel(actor, {
      experimentId,
      name: "forest",
      modelType: "",
      sourceRunUuid: uuid,
      params: [],
      tags: [],
    });
    for (let version = 0; version < versions; version++)
      await createModelVersion(actor, {
        name: "churn",
        source: `models:/${model.uuid}`,
        runUuid: uuid,
        loggedModelUuid: model.uuid,
        tags: [],
      });
    last = { uuid, model: model.uuid };
  }
  const version = await db().datasetVersion.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
    orderBy: { id: "asc" },
  });
  return { actor, ...last, data: `dataset-version:${version.id}` };
}

/** What a file says. */
export async function textOf(chunks: Iterable<string> | AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
}
