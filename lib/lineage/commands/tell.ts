import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/pool";
import { graphOf, type ToldEvent } from "../rules/told";
import { keepTold } from "../sql/tell";

/** How far ahead another system's clock may be: what is newest counts, so a time far in the future would count for ever. */
const MAX_AHEAD_MS = 24 * 3_600_000;
const DATASETS = 1_000;

function subjectOf({ run, job, dataset }: ToldEvent): string {
  if (run) return `external run ${run.id}`;
  const { namespace = "", name = "" } = job ?? dataset ?? {};
  return `external ${job ? "job" : "dataset"} ${namespace} ${name}`.slice(0, 500);
}

/**
 * Takes what another system tells of its runs, jobs and datasets. Events may come late, twice and out of order: what is
 * kept in the end is the same. One that tells nothing new leaves no trace.
 */
export async function tellLineage(actor: Actor, event: ToldEvent): Promise<void> {
  assertCan(actor, "lineage:write");
  if (event.at > Date.now() + MAX_AHEAD_MS)
    throw new AppError("INVALID", "eventTime: This lies more than a day in the future.");
  for (const side of ["inputs", "outputs"] as const)
    if (event[side].length > DATASETS)
      throw new AppError("INVALID", `${side}: Tell of at most ${DATASETS} datasets in one event.`);
  await inTransaction(async (tx) => {
    const isNew = await keepTold(tx, actor.workspaceId, graphOf(event), event.at);
    if (!isNew) return;
    await recordAuditSql(tx, actor, {
      action: "lineage.told",
      subject: subjectOf(event),
      label: event.job?.name,
      details: {
        type: event.type,
        at: new Date(event.at).toISOString(),
        inputs: event.inputs.length,
        outputs: event.outputs.length,
      },
    });
  });
}
