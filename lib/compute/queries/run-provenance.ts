import "server-only";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { findRunEnvironment } from "@/lib/models/queries/run-environment";
import { getRun } from "@/lib/runs/queries/get-run";
import type { ProvenanceComparisonDto, RunProvenanceDto } from "../dto/provenance";
import { compareProvenance, draftOf, runProvenanceRows, unpinnedOf } from "../rules/run-provenance";
import type { CompareProvenanceInput, RunProvenanceInput } from "../schema/provenance";
import { listJobs } from "./jobs";
import { getProvenance } from "./provenance";

/** What the run's job was made of; null for a run from elsewhere, and for who may not see jobs. */
async function findJobProvenance(actor: Actor, runUuid: string) {
  if (!isAllowed(actor, "job:read")) return null;
  const { items } = await listJobs(actor, { limit: 1, runUuid });
  const job = items[0];
  return job ? getProvenance(actor, job) : null;
}

/** Where a run came from. Throws NOT_FOUND. */
export async function getRunProvenance(
  actor: Actor,
  { runUuid }: RunProvenanceInput,
): Promise<RunProvenanceDto> {
  assertCan(actor, "run:read");
  const run = await getRun(actor, runUuid);
  const [found, environment] = await Promise.all([
    findJobProvenance(actor, runUuid),
    findRunEnvironment(actor, { runUuid }),
  ]);
  const logged = { ...run, environment };
  return {
    runUuid,
    job: found?.job ?? null,
    rows: runProvenanceRows(logged, found?.rows ?? null),
    locks: found?.locks ?? [],
    unpinned: found?.unpinned ?? unpinnedOf(logged),
    draft: found ? null : draftOf(logged),
  };
}

/** The provenance of runs side by side. Throws NOT_FOUND when one does not exist. */
export async function compareRunProvenance(
  actor: Actor,
  { run }: CompareProvenanceInput,
): Promise<ProvenanceComparisonDto> {
  assertCan(actor, "run:read");
  const found: RunProvenanceDto[] = [];
  // One after the other: each reads files.
  for (const runUuid of new Set(run)) found.push(await getRunProvenance(actor, { runUuid }));
  return {
    runs: found.map(({ runUuid, job, unpinned }) => ({ runUuid, job, unpinned })),
    facts: compareProvenance(found.map(({ rows }) => rows)),
  };
}
