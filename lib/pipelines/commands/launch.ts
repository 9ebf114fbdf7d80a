import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { queueJob } from "@/lib/compute/commands/launch";
import type { JobDto, JobRow } from "@/lib/compute/dto/jobs";
import { launchInput } from "@/lib/compute/schema/jobs";
import { AppError } from "@/lib/core/errors";
import { pool, type SqlClient } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { settleParameters } from "../rules/parameters";
import { parseDeclaration, problemText } from "../schema/declaration";
import type { LaunchPipelineInput } from "../schema/pipelines";
import { readSummary, readVersion } from "../sql/pipelines";

async function experimentOf({ workspaceId }: Actor, name: string | null): Promise<number> {
  if (name === null) return 0;
  const { rows } = await pool().query<{ id: number }>(
    "SELECT id FROM experiments WHERE workspace_id = $1 AND name = $2",
    [workspaceId, name],
  );
  if (rows[0]) return rows[0].id;
  const message = `There is no experiment "${name}".`;
  throw new AppError("NOT_FOUND", message, { experiment: message });
}

function declarationOf(text: string, version: number) {
  const parsed = parseDeclaration(text);
  if ("declaration" in parsed) return parsed.declaration;
  const [problem] = parsed.problems;
  const why = problem ? ` ${problemText(problem)}` : "";
  throw new AppError("CONFLICT", `Version ${version} can be launched no more.${why}`);
}

/** Launches what a pipeline declares, with these values for its parameters. The job remembers the version. */
export async function launchPipeline(actor: Actor, input: LaunchPipelineInput): Promise<JobDto> {
  assertCan(actor, "job:launch");
  return launchWithin(actor, input, async () => undefined);
}

/** The same, together with something that has to be true along with the job. */
export async function launchWithin(
  actor: Actor,
  input: LaunchPipelineInput,
  within: (tx: SqlClient, job: JobRow) => Promise<void>,
): Promise<JobDto> {
  assertCan(actor, "job:launch");
  const { pipelineId, idempotencyKey } = input;
  const pipeline = await readSummary(actor, pipelineId);
  if (pipeline.archivedAt)
    throw new AppError("CONFLICT", `The pipeline “${pipeline.name}” is archived.`);
  const version = input.version ?? pipeline.version;
  const { text } = await readVersion(pool(), actor, { pipelineId, version });
  const declared = declarationOf(text, version);
  const parameters = settleParameters(declared.parameters, input.parameters);
  const experimentId = await experimentOf(actor, declared.experiment);
  const asked = launchInput.parse({
    ...declared,
    parameters,
    experimentId,
    name: input.name ?? pipeline.name,
    maxAttempts: declared.retries + 1,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  const job = await queueJob(actor, asked, {
    pipeline: { id: pipelineId, version },
    within,
  });
  announce(actor.workspaceId, "pipelines", `pipeline:${pipelineId}`);
  return job;
}
