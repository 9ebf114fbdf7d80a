import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { createExperiment } from "@/lib/experiments/commands";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { getLoggedModel } from "../queries/logged-models";
import { getDownloadUri } from "../queries/registered-models";
import { setAlias } from "./aliases";
import { createLoggedModel, deleteLoggedModel } from "./logged-models";
import { createRegisteredModel, renameRegisteredModel } from "./registered-models";
import { createModelVersion, deleteModelVersion } from "./versions";

setUpDatabase();

const register = (actor: Actor, name: string) => createRegisteredModel(actor, { name, tags: [] });

const addVersion = (actor: Actor, name: string, source = "s3://bucket/model") =>
  createModelVersion(actor, { name, source, tags: [] });

async function withRun() {
  const actor = await makeActor();
  const experimentId = await createExperiment(actor, { name: "training", tags: [] });
  const run = await createRun(actor, {
    experimentId,
    name: "run",
    userId: "",
    startTime: 0,
    tags: [],
  });
  await register(actor, "churn");
  return { actor, experimentId, run };
}

const refused = (code: string) => expect.objectContaining({ code });

describe("what a version is made from", () => {
  it("is resolved through copies of copies, and outlives the renaming of what was copied", async () => {
    const { actor, experimentId } = await withRun();
    const logged = await createLoggedModel(actor, {
      experimentId,
      name: "tree",
      modelType: "",
      sourceRunUuid: "",
      params: [],
      tags: [],
    });
    await createModelVersion(actor, {
      name: "churn",
      source: `models:/${logged.uuid}`,
      loggedModelUuid: logged.uuid,
      tags: [],
    });
    await setAlias(actor, { name: "churn", version: "1", alias: "candidate" });
    await register(actor, "copy");
    const copy = await addVersion(actor, "copy", "models:/churn@candidate");
    expect(copy.source).toBe("models:/churn/1");
    const again = await addVersion(actor, "copy", "models:/copy/latest");
    expect(again.source).toBe("models:/copy/1");
    await renameRegisteredModel(actor, { name: "churn", newName: "attrition" });
    await deleteModelVersion(actor, { name: "copy", version: "1" });
    expect(await getDownloadUri(actor, { name: "copy", version: "2" })).toBe(logged.artifactUri);
  });

  it("cannot be the version itself, so that no chain closes", async () => {
    const actor = await makeActor();
    await register(actor, "churn");
    await expect(addVersion(actor, "churn", "models:/churn/1")).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    await expect(addVersion(actor, "churn", "models:/churn/latest")).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    await expect(addVersion(actor, "churn", "models:/churn/Staging")).rejects.toEqual(
      refused("NOT_FOUND"),
    );
    await expect(addVersion(actor, "churn", "models:/churn@none")).rejects.toEqual(
      refused("INVALID"),
    );
  });

  it("takes the run of the logged model when none is named, and notes itself on that model", async () => {
    const { actor, experimentId, run } = await withRun();
    const logged = await createLoggedModel(actor, {
      experimentId,
      name: "tree",
      modelType: "",
      sourceRunUuid: run.uuid,
      params: [],
      tags: [],
    });
    const source = `models:/${logged.uuid}`;
    const version = await createModelVersion(actor, {
      name: "churn",
      source,
      loggedModelUuid: logged.uuid,
      tags: [],
    });
    expect(version).toMatchObject({
      runUuid: run.uuid,
      loggedModelUuid: logged.uuid,
      storageLocation: logged.artifactUri,
    });
    const noted = await getLoggedModel(actor, { uuid: logged.uuid });
    expect(noted.registrations).toEqual([{ name: "churn", version: 1 }]);
    await expect(addVersion(actor, "churn", source)).rejects.toEqual(refused("INVALID"));
    await deleteLoggedModel(actor, logged.uuid);
    await expect(
      createModelVersion(actor, { name: "churn", source, loggedModelUuid: logged.uuid, tags: [] }),
    ).rejects.toEqual(refused("NOT_FOUND"));
  });

  it("must be files of the run that the version names", async () => {
    const { actor, run } = await withRun();
    const make = (source: string, runUuid?: string) =>
      createModelVersion(actor, { name: "churn", source, runUuid, tags: [] });
    await make(`${run.artifactUri}/model`, run.uuid);
    await make(`runs:/${run.uuid}/model`, run.uuid);
    for (const [source, runUuid] of [
      [`${run.artifactUri}/model`, undefined],
      [`${run.artifactUri}x/model`, run.uuid],
      [`${run.artifactUri}/../../x`, run.uuid],
      [`${run.artifactUri}/%2e%2e/x`, run.uuid],
      [`runs:/${run.uuid}/model`, undefined],
      [`runs:/${run.uuid}/model`, "another"],
      ["mlflow-artifacts:/1/unknown/artifacts/model", "unknown"],
      ["models:/m-unknown", undefined],
      ["/etc", run.uuid],
      ["dummy-source", undefined],
      ["http://169.254.169.254/latest", undefined],
    ] as const)
      await expect(make(source, runUuid)).rejects.toEqual(refused("INVALID"));
  });

  it("is a placeholder for a prompt, whatever address is sent", async () => {
    const actor = await makeActor();
    const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
    await createRegisteredModel(actor, { name: "greeting", tags });
    const prompt = await createModelVersion(actor, {
      name: "greeting",
      source: "dummy-source",
      tags,
    });
    expect(prompt.version).toBe(1);
    for (const source of ["file:///etc/", "../../../etc", "s3://bucket/x"])
      await expect(createModelVersion(actor, { name: "greeting", source, tags })).rejects.toEqual(
        refused("INVALID"),
      );
    await expect(addVersion(actor, "greeting", "models:/greeting/1")).rejects.toEqual(
      refused("INVALID"),
    );
  });
});
