import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { type LockTextDto, type ProvenanceDto, toProvenanceDto, type UsageDto } from "../dto/jobs";
import { isOver } from "../rules/lifecycle";
import { usagePoints } from "../rules/usage";
import type { JobInput } from "../schema/jobs";
import type { LockInput } from "../schema/provenance";
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

/** What a file holds that says which packages the code of a job wants. */
export async function getLockText(actor: Actor, { number, path }: LockInput): Promise<LockTextDto> {
  assertCan(actor, "job:read");
  const { locks } = await getProvenance(actor, { number });
  return { text: locks.find((lock) => lock.path === path)?.text ?? null };
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
