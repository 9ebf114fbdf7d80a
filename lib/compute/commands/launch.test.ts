import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { setUpJobs } from "@/lib/testing/jobs";
import { getJob } from "../queries/jobs";
import { runAgain } from "./run-again";

const jobs = setUpJobs();

test("a source whose address names a password is refused, and one of before is shown without it", async () => {
  const url = "ssh://git:secret@git.example/churn.git";
  const open = jobs.launch(["train"], { source: { url } });
  await expect(open).rejects.toMatchObject({
    code: "INVALID",
    message: expect.stringContaining("Leave out passwords"),
  });
  const source = { url: "ssh://git@git.example/churn.git", ref: "main" };
  const { number } = await jobs.launch(["train"], { source });
  const kept = await db().job.findFirstOrThrow({ where: { number } });
  const spec = { ...Object(kept.spec), source: { ...source, url } };
  await db().job.update({ where: { id: kept.id }, data: { spec } });
  expect(await getJob(jobs.actor, { number })).toMatchObject({ source });
  expect(await runAgain(jobs.actor, { number })).toMatchObject({ source, againOf: number });
});
