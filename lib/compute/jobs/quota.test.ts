import { expect, test } from "vitest";
import { setUpJobs } from "@/lib/testing/jobs";
import { getJob } from "../queries/jobs";

const jobs = setUpJobs();
const { launch, becomes, textOf } = jobs;

test("a job is stopped when it fills its folder, whatever it does about it, with all that it printed", async () => {
  const script = `
    process.on("SIGTERM", () => console.log("ignored"));
    const { writeFileSync } = require("node:fs");
    let count = 0;
    setInterval(() => {
      if (count >= 30) return;
      writeFileSync("part" + count, Buffer.alloc(1024 * 1024, 1));
      console.log("part " + count++ + " " + "x".repeat(50000));
    }, 5);`;
  const limits = { diskMiB: 8 };
  const job = await launch([process.execPath, "-e", script], { limits });
  await becomes(job.number, "failed");
  const { reason, exitCode } = await getJob(jobs.actor, job);
  expect(reason).toMatch(/^It filled its folder with \d+\.\d MiB; 8\.0 MiB are its limit\.$/);
  expect(exitCode).toBe(137);
  const text = await textOf(job.number);
  expect(text).toContain("ignored");
  expect(text.match(/^part \d+ x{50000}$/gm)).toHaveLength(30);
});
