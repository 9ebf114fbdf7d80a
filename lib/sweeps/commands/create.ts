import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { checkLaunch, findDatasets } from "@/lib/compute/commands/launch";
import { sameDatasets } from "@/lib/compute/rules/datasets";
import type { KeptDataset } from "@/lib/compute/schema/inputs";
import { jobSpec } from "@/lib/compute/schema/jobs";
import { canonicalJson } from "@/lib/core/canonical-json";
import { AppError } from "@/lib/core/errors";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { announce, announceRun } from "@/lib/events/announce";
import { defaultExperimentId } from "@/lib/experiments/sql";
import { insertRun, type NewRun, prepareRun } from "@/lib/runs/sql/new-run";
import { type SweepDto, type SweepRow, toSweepDto } from "../dto";
import type { Values } from "../rules/draws";
import { longestOf, problemOf, SWEEP_TAG, trialLaunch, trialsOf } from "../rules/trials";
import { type CreateSweepInput, keptSweep, type SweepSpec, sweepSpec } from "../schema";
import { nextNumber, readSweep } from "../sql/sweeps";
import { insertTrials, readBest } from "../sql/trials";

async function findByKey(client: SqlClient, { workspaceId }: Actor, key: string) {
  const { rows } = await client.query<{ number: number }>(
    "SELECT number FROM sweeps WHERE workspace_id = $1 AND idempotency_key = $2",
    [workspaceId, key],
  );
  const number = rows[0]?.number;
  return number === undefined ? null : readSweep(client, workspaceId, number);
}

/** The sweep that a key has created already. Throws CONFLICT when the key is used for something else. */
function sameSweep(actor: Actor, row: SweepRow, input: CreateSweepInput): SweepRow {
  // Compared as it was asked for: what the datasets were found to be may be something else by now.
  const { wishes = input.launch.datasets, ...spec } = keptSweep.parse(row.spec);
  const first = { ...spec, launch: { ...spec.launch, datasets: wishes } };
  const isSame =
    row.requestedById === actor.userId &&
    row.name === input.name &&
    row.maxParallel === input.maxParallel &&
    canonicalJson(first) === canonicalJson(sweepSpec.parse(input));
  if (isSame) return row;
  const message = `This idempotency key has created sweep ${row.number}, which is another one.`;
  throw new AppError("CONFLICT", message, { idempotencyKey: message });
}

async function insertSweep(
  tx: SqlClient,
  actor: Actor,
  sweep: {
    input: CreateSweepInput;
    spec: SweepSpec;
    number: number;
    runId: number;
    trials: readonly Values[];
  },
): Promise<void> {
  const { input, spec, number, trials } = sweep;
  const { workspaceId } = actor;
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO sweeps (workspace_id, number, name, experiment_id, run_id, spec, max_parallel, requested_by_id, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
    [
      workspaceId,
      number,
      input.name,
      spec.launch.experimentId,
      sweep.runId,
      JSON.stringify({ ...spec, wishes: input.launch.datasets }),
      input.maxParallel,
      actor.userId,
      input.idempotencyKey ?? null,
    ],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error("The sweep was not inserted.");
  await insertTrials(tx, { id, workspaceId }, trials);
  await recordAuditSql(tx, actor, {
    action: "sweep.created",
    subject: `sweep ${number}`,
    label: input.name,
    after: {
      backend: spec.launch.backend,
      experiment: spec.launch.experimentId,
      command: spec.launch.command,
      variables: Object.keys(spec.launch.environment),
      parameters: Object.keys(spec.space),
      search: spec.search,
      trials: trials.length,
      maxParallel: input.maxParallel,
      metric: spec.metric,
    },
  });
}

/** What each of its jobs is to be refused for is refused at once. */
async function checkTrials(
  tx: SqlClient,
  actor: Actor,
  {
    input,
    trials,
    datasets,
  }: { input: CreateSweepInput; trials: readonly Values[]; datasets: KeptDataset[] },
): Promise<void> {
  const longest = trialLaunch(input, { index: 1, parameters: longestOf(trials) });
  const spec = jobSpec.safeParse({ ...longest, datasets });
  if (!spec.success)
    throw new AppError("INVALID", spec.error.issues[0]?.message ?? "This makes no job.");
  await checkLaunch(tx, actor, { ...spec.data, backend: input.launch.backend });
}

async function prepareSweepRun(actor: Actor, name: string, experimentId: number): Promise<NewRun> {
  return prepareRun(actor, {
    experimentId,
    name,
    userId: actor.name,
    startTime: Date.now(),
    // Known when the sweep has its number; the key has to be known before.
    tags: [{ key: SWEEP_TAG, value: "" }],
  });
}

const numbered = (run: NewRun, number: number): NewRun => ({
  ...run,
  tags: run.tags.map((tag) => (tag.key === SWEEP_TAG ? { ...tag, value: String(number) } : tag)),
});

const dtoOf = async (row: SweepRow): Promise<SweepDto> =>
  toSweepDto(row, await readBest(pool(), row));

/** Makes a job of each combination, a few at a time, with a run above all of theirs. */
export async function createSweep(actor: Actor, asked: CreateSweepInput): Promise<SweepDto> {
  assertCan(actor, "job:launch");
  assertCan(actor, "run:write");
  const problem = problemOf({ ...asked, parameters: asked.launch.parameters });
  if (problem) throw new AppError("INVALID", problem.message, { [problem.field]: problem.message });
  const { workspaceId } = actor;
  const experimentId = asked.launch.experimentId || (await defaultExperimentId(workspaceId));
  const input = { ...asked, launch: { ...asked.launch, experimentId } };
  const { idempotencyKey: key } = input;
  const known = key ? await findByKey(pool(), actor, key) : null;
  if (known) return dtoOf(sameSweep(actor, known, input));
  // All of its jobs read the same versions, whatever comes after them meanwhile.
  const datasets = await findDatasets(actor, asked.launch.datasets);
  const spec = sweepSpec.parse({
    ...input,
    launch: { ...input.launch, datasets: sameDatasets(datasets) },
  });
  const run = await prepareSweepRun(actor, input.name, experimentId);
  const created = await inTransaction(async (tx) => {
    // Two requests with one key come here one after the other.
    const number = await nextNumber(tx, workspaceId);
    const twin = key ? await findByKey(tx, actor, key) : null;
    if (twin) return { row: sameSweep(actor, twin, input), remember: () => undefined };
    const trials = trialsOf(spec.space, spec.search);
    await checkTrials(tx, actor, { input, trials, datasets });
    const { row, remember } = await insertRun(tx, actor, numbered(run, number), "RUNNING");
    await insertSweep(tx, actor, { input, spec, number, runId: row.id, trials });
    const sweep = await readSweep(tx, workspaceId, number);
    if (!sweep) throw new Error("The sweep was not inserted.");
    return { row: sweep, remember };
  });
  created.remember();
  announceRun({ workspaceId, experimentId }, created.row.runUuid);
  announce(workspaceId, "sweeps");
  return dtoOf(created.row);
}
