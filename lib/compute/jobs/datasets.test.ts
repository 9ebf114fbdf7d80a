import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { db } from "@/lib/db/client";
import { makeActor } from "@/lib/testing/database";
import { setUpJobs } from "@/lib/testing/jobs";
import { runAgain } from "../commands/run-again";
import { getJob } from "../queries/jobs";
import { getProvenance } from "../queries/provenance";

const jobs = setUpJobs();
const { launch, becomes, textOf } = jobs;

const upload = async (content: string, actor = jobs.actor) => {
  const input = { name: "sales", fileName: "sales.csv" };
  const { version } = await uploadVersion(actor, input, Readable.from([content]), undefined);
  return version;
};

const READ = `
  const [{ download, ...told }] = JSON.parse(process.env.SLIPWAY_DATASETS);
  const headers = { Authorization: "Bearer " + process.env.MLFLOW_TRACKING_TOKEN };
  const answer = await fetch(download, { headers });
  console.log(JSON.stringify(told));
  console.log(answer.headers.get("content-type"), await answer.text());`;
const reading = [process.execPath, "--input-type=module", "-e", READ];

test("a job reads the version that it declared, which is an input of its run from the start and in every repetition", async () => {
  const first = await upload("amount\n1\n");
  const wish = { datasets: [{ dataset: "sales" }], idempotencyKey: "nightly" };
  const job = await launch(reading, wish);
  expect(job.datasets).toEqual([
    { datasetId: first.datasetId, name: "sales", version: 1, contentKey: first.contentKey },
  ]);
  const inputsOf = (uuid: string) =>
    db().runInput.findMany({ where: { run: { uuid } }, select: { versionId: true } });
  expect(await inputsOf(job.runUuid)).toEqual([{ versionId: BigInt(first.id) }]);
  const second = await upload("amount\n2\n");
  expect((await launch(reading, wish)).number).toBe(job.number);
  await becomes(job.number, "succeeded");
  const told = { name: "sales", version: 1, digest: first.contentKey, source: "" };
  const text = `${JSON.stringify(told)}\ntext/csv amount\n1\n\n`;
  expect(await textOf(job.number)).toBe(text);
  const again = await runAgain(jobs.actor, job);
  await becomes(again.number, "succeeded");
  expect(await textOf(again.number)).toBe(text);
  const { rows } = await getProvenance(jobs.actor, { number: again.number });
  const row = { group: "Data", name: "sales", value: `version 1, ${first.contentKey}` };
  expect(rows).toContainEqual(row);
  const latest = await launch(reading, { datasets: [{ dataset: second.datasetId }] });
  expect(latest.datasets).toMatchObject([{ version: 2 }]);
  expect(await inputsOf(latest.runUuid)).toEqual([{ versionId: BigInt(second.id) }]);
});

test("a key that has launched a job answers that job when no dataset has the name any more, and is refused for another", async () => {
  const { datasetId } = await upload("amount\n1\n");
  const wish = { datasets: [{ dataset: "sales" }], idempotencyKey: "nightly" };
  const { number } = await launch(["true"], wish);
  await db().dataset.update({ where: { id: BigInt(datasetId) }, data: { name: "sold" } });
  expect((await launch(["true"], wish)).number).toBe(number);
  const other = { ...wish, datasets: [{ dataset: "weather" }] };
  await expect(launch(["true"], other)).rejects.toMatchObject({ code: "CONFLICT" });
  const unknown = { ...wish, idempotencyKey: "daily" };
  await expect(launch(["true"], unknown)).rejects.toMatchObject({ code: "INVALID" });
});

test("that a dataset is used is noted now and then, not by each job", async () => {
  const { datasetId } = await upload("amount\n1\n");
  const where = { id: BigInt(datasetId) };
  const lastUse = async () => (await db().dataset.findUniqueOrThrow({ where })).lastUsedAt;
  const use = () => launch(["true"], { datasets: [{ dataset: "sales" }] });
  const lately = BigInt(Date.now() - 1_000);
  await db().dataset.update({ where, data: { lastUsedAt: lately } });
  await use();
  expect(await lastUse()).toBe(lately);
  await db().dataset.update({ where, data: { lastUsedAt: 1n } });
  await use();
  expect(await lastUse()).toBeGreaterThan(lately);
});

test("a version that is not there, or is another workspace's, is named, and nothing is launched", async () => {
  await upload("amount\n1\n");
  const theirs = await upload("amount\n3\n", await makeActor({ role: "contributor" }));
  const before = await db().run.count();
  for (const [wish, message] of [
    [{ dataset: "sales", version: 7 }, "The dataset called “sales” has no version 7."],
    [{ dataset: "weather" }, "There is no dataset called “weather”."],
    [{ dataset: theirs.datasetId }, `There is no dataset ${theirs.datasetId}.`],
  ] as const)
    await expect(launch(["true"], { datasets: [wish] })).rejects.toMatchObject({
      code: "INVALID",
      message,
      fields: { datasets: message },
    });
  const twice = [{ dataset: "sales" }, { dataset: "sales", version: 1 }];
  await expect(launch(["true"], { datasets: twice })).rejects.toThrow("are the same");
  expect(await db().run.count()).toBe(before);
  expect(await db().job.count()).toBe(0);
});

test("a name that several datasets have is asked to be given as an id", async () => {
  const { datasetId } = await upload("amount\n1\n");
  const { workspaceId } = jobs.actor;
  await db().dataset.create({
    data: {
      workspaceId,
      identity: "other",
      name: "sales",
      sourceType: "http",
      place: "x",
      createdAt: 1n,
      lastUsedAt: 1n,
    },
  });
  await expect(launch(["true"], { datasets: [{ dataset: "sales" }] })).rejects.toThrow(
    `by its id, such as ${datasetId}`,
  );
  const job = await launch(["true"], { datasets: [{ dataset: datasetId }] });
  expect((await getJob(jobs.actor, job)).datasets).toMatchObject([{ datasetId, version: 1 }]);
});
