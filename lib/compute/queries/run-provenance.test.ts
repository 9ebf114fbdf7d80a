import { expect, test } from "vitest";
import { logBatch } from "@/lib/runs/commands/log-batch";
import { createRun } from "@/lib/runs/commands/run-lifecycle";
import { makeActor } from "@/lib/testing/database";
import { setUpJobs } from "@/lib/testing/jobs";
import { makeToken } from "@/lib/testing/program-door";
import { compareRunProvenance, getRunProvenance } from "./run-provenance";

const jobs = setUpJobs();

const COMMIT = "c0ffee".padEnd(40, "0");

async function logRun(epochs: string): Promise<string> {
  const tags = [
    { key: "mlflow.source.name", value: "train.py" },
    { key: "mlflow.source.git.commit", value: COMMIT },
    { key: "mlflow.source.git.repoURL", value: "https://example.org/churn.git" },
  ];
  const { uuid } = await createRun(jobs.actor, {
    ...{ experimentId: jobs.experimentId, name: "by hand", userId: "", startTime: 1, tags },
  });
  const params = [{ key: "epochs", value: epochs }];
  await logBatch(jobs.actor, { runUuid: uuid, metrics: [], tags: [], params });
  return uuid;
}

test("a job's run tells what its job was made of, and the job to repeat", async () => {
  const job = await launchSeeded();
  await jobs.becomes(job.number, "succeeded");
  const found = await getRunProvenance(jobs.actor, job);
  expect(found).toMatchObject({ job: job.number, draft: null });
  expect(found.rows).toContainEqual({ group: "Code", name: "Command", value: "true" });
  expect(found.rows).toContainEqual({ group: "Chance", name: "SEED", value: "7" });
  expect(found.rows.some(({ name }) => name === "CPU")).toBe(true);
});

const launchSeeded = () => jobs.launch(["true"], { environment: { SEED: "7" } });

test("a run from elsewhere tells what its client logged, and what would run it again", async () => {
  const found = await getRunProvenance(jobs.actor, { runUuid: await logRun("20") });
  expect(found.rows).toContainEqual({ group: "Parameters", name: "epochs", value: "20" });
  expect(found).toMatchObject({
    job: null,
    draft: {
      name: "by hand",
      command: "python train.py",
      repository: "https://example.org/churn.git",
      revision: COMMIT,
    },
  });
  expect(found.unpinned).toContain("Packages: no list of them was logged.");
});

test("runs are compared in the order asked for, each once, over REST as well", async () => {
  const before = await logRun("20");
  const after = await logRun("30");
  const compared = await compareRunProvenance(jobs.actor, { run: [before, after, before] });
  expect(compared.runs.map(({ runUuid }) => runUuid)).toEqual([before, after]);
  expect(compared.facts[0]).toEqual({
    ...{ group: "Parameters", name: "epochs", values: ["20", "30"], isDifferent: true },
  });
  expect(compared.facts.slice(1).every(({ isDifferent }) => !isDifferent)).toBe(true);

  const path = `/api/slipway/v1/workspaces/${jobs.actor.workspaceSlug}/runs`;
  const token = await makeToken(jobs.actor);
  const ask = (place: string) => jobs.door.call("GET", `${path}/${place}`, { token });
  expect(await ask(`compare-provenance?run=${before}&run=${after}`)).toMatchObject({
    status: 200,
    body: compared,
  });
  expect(await ask(`${before}/provenance`)).toMatchObject({ status: 200, body: { job: null } });
  expect(await ask("compare-provenance")).toMatchObject({ status: 400 });
  const many = Array.from({ length: 21 }, () => `run=${before}`).join("&");
  expect(await ask(`compare-provenance?${many}`)).toMatchObject({ status: 400 });
});

test("another workspace sees nothing of it", async () => {
  const runUuid = await logRun("20");
  const stranger = await makeActor({ role: "admin" });
  await expect(getRunProvenance(stranger, { runUuid })).rejects.toThrow(runUuid);
  await expect(compareRunProvenance(stranger, { run: [runUuid] })).rejects.toThrow(runUuid);
});
