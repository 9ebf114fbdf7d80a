import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { type ProvenanceDto, toProvenanceDto, type UsageDto } from "../dto/jobs";
import { isOver } from "../rules/lifecycle";
import { usagePoints } from "../rules/usage";
import type { JobInput } from "../schema/jobs";
import { readJob } from "../sql/jobs";
import { readFacts } from "../sql/provenance";
import { readUsage } from "../sql/usage";
import { jobNotFound } from "./jobs";

/** What a job's run was made of. */
export async function getProvenance(actor: Actor, { number }: JobInput): Promise<ProvenanceDto> {
  assertCan(actor, "job:read");
  const job = await readJob(pool(), actor.workspaceId, number);
  if (!job) throw jobNotFound(number);
  return toProvenanceDto(job, await readFacts(job.id, actor.workspaceId));
}

/** What the processes of a job's last attempt used over time. */
export async function getUsage(actor: Actor, { number }: JobInput): Promise<UsageDto> {
  assertCan(actor, "job:read");
  const job = await readJob(pool(), actor.workspaceId, number);
  if (!job) throw jobNotFound(number);
  const rows = await readUsage(job.id, actor.workspaceId);
  return {
    isMeasured: job.backendKind === "local",
    attempt: rows[0]?.attempt ?? null,
    points: usagePoints(rows),
    isOver: isOver(job.status),
  };
}
