import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { setUpJobs } from "@/lib/testing/jobs";
import { runAgain } from "../commands/run-again";
import { getJob } from "../queries/jobs";
import { getProvenance } from "../queries/provenance";

const jobs = setUpJobs();
const { launch, becomes, textOf } = jobs;

test("a job's parameters reach its command, are kept with it, and are the same when it runs again", async () => {
  const parameters = { rate: 0.1, words: "two words", isFast: true };
  const script = "echo rate={{ rate }} {{ words }} $SLIPWAY_PARAM_isFast";
  const job = await launch(["sh", "-c", script], { parameters });
  expect(job).toMatchObject({ parameters, command: ["sh", "-c", script] });
  const again = await runAgain(jobs.actor, job);
  for (const { number } of [job, again]) {
    await becomes(number, "succeeded");
    expect(await textOf(number)).toBe("rate=0.1 two words true\n");
  }
  const { rows } = await getProvenance(jobs.actor, again);
  expect(rows).toContainEqual({ group: "Code", name: "Parameter rate", value: "0.1" });
});

test("a job whose command has places that no parameter fills is refused", async () => {
  await expect(launch(["echo", "{{ other }}"], { parameters: { rate: 1 } })).rejects.toMatchObject({
    code: "INVALID",
    message: expect.stringContaining("{{ other }}"),
  });
});

test("a job that waits since before its command would have been refused fails and says why, and runs nothing", async () => {
  const job = await launch(["echo", "{{ text }}"], { parameters: { text: "x" } });
  const kept = await db().job.findFirstOrThrow({ where: { number: job.number } });
  const spec = { ...Object(kept.spec), command: ["sh", "-c", "bash -c 'echo {{ text }}'"] };
  await db().job.update({ where: { id: kept.id }, data: { spec } });
  await becomes(job.number, "failed");
  const { reason } = await getJob(jobs.actor, job);
  expect(reason).toContain("read the variable SLIPWAY_PARAM_text");
  expect(await textOf(job.number)).toBe("");
});
