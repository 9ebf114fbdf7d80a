import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { queueJob } from "@/lib/compute/commands/launch";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { getJob } from "@/lib/compute/queries/jobs";
import type { LaunchInput } from "@/lib/compute/schema/jobs";
import { AppError } from "@/lib/core/errors";
import type { SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { INCIDENT_TAG, launchOf } from "../rules/retraining";
import { readTrainedBy } from "../sql/trained-by";
import { tellActSql } from "./tell-act";

/** What a retraining would be: the model, and the job that is repeated. */
export interface Training {
  model: string;
  launch: LaunchInput;
  pipeline: JobDto["pipeline"];
}

/** The job that is given, else the one that trained what serves, with the newest versions of its data. Throws with what is missing. */
export async function findTraining(
  actor: Actor,
  deployment: string,
  given?: Omit<LaunchInput, "idempotencyKey">,
): Promise<Training> {
  assertCan(actor, "job:read");
  const trained = await readTrainedBy(actor.workspaceId, deployment);
  if (!trained) throw new AppError("CONFLICT", `Deployment "${deployment}" serves nothing.`);
  const { model, version, job: number } = trained;
  if (given) return { model, launch: given, pipeline: null };
  if (number === null)
    throw new AppError(
      "CONFLICT",
      `No job of this workspace trained version ${version} of model "${model}": say what to run.`,
    );
  const job = await getJob(actor, { number });
  return { model, launch: launchOf(job), pipeline: job.pipeline };
}

interface Wanted {
  incidentId: number;
  incident: number;
  reason: string;
  isByItself: boolean;
  training: Training;
}

/** Launches a retraining; what `keep` writes, the course and the audit trail are there together with the job, or none of it. */
export async function launchTraining(
  actor: Actor,
  { incidentId, incident, reason, isByItself, training }: Wanted,
  keep: (tx: SqlClient, job: number) => Promise<void>,
): Promise<JobDto> {
  assertCan(actor, "job:launch");
  const { workspaceId } = actor;
  const { model, launch, pipeline } = training;
  const job = await queueJob(actor, launch, {
    pipeline,
    tags: [{ key: INCIDENT_TAG, value: String(incident) }],
    within: async (tx, { number }) => {
      await keep(tx, number);
      const note = `Job ${number} retrains model "${model}"${reason === "" ? "." : `: ${reason}`}`;
      await tellActSql(tx, isByItself ? null : actor, incidentId, {
        ...{ act: "retrain", status: "training", kind: "acted", note },
        about: { job: number },
      });
    },
  });
  announce(workspaceId, "incidents", `incident:${incident}`);
  return job;
}
