import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import type { JobDto } from "../dto/jobs";
import { backendNotFound } from "../queries/backends";
import { getJob } from "../queries/jobs";
import { sameDatasets } from "../rules/datasets";
import { pinnedSource } from "../rules/source";
import { testCommand } from "../rules/test-job";
import type { BackendInput } from "../schema/backends";
import { type JobInput, launchInput } from "../schema/jobs";
import { queueJob } from "./launch";

/** Launches what a job was, once more, in the name of whoever asks. */
export async function runAgain(actor: Actor, { number }: JobInput): Promise<JobDto> {
  assertCan(actor, "job:launch");
  const job = await getJob(actor, { number });
  const source = pinnedSource(job.source, job.sourceCommit);
  const datasets = sameDatasets(job.datasets);
  const asked = launchInput.parse({ ...job, source, datasets, againOf: number });
  return queueJob(actor, asked, { pipeline: job.pipeline });
}

/** Launches a job that says where it runs, and whether it reaches this server. */
export async function testBackend(actor: Actor, { backendId }: BackendInput): Promise<JobDto> {
  assertCan(actor, "backend:manage");
  const row = await db().computeBackend.findFirst({
    where: { id: BigInt(backendId), workspaceId: actor.workspaceId },
  });
  if (!row) throw backendNotFound();
  const asked = launchInput.parse({
    name: `Test of ${row.name}`.slice(0, 200),
    command: testCommand(row.kind),
    backend: row.name,
    experimentId: 0,
    priority: 100,
    limits: { wallClockSeconds: 600 },
  });
  return queueJob(actor, asked, { isTest: true });
}
