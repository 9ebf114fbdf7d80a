import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lockPolicies, readPolicies } from "@/lib/approvals/sql/policies";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { announceWithin } from "@/lib/events/announce";
import type { EnvironmentDto } from "../dto/deployments";
import type { EnvironmentInput, ReviseEnvironmentInput } from "../schema/deployments";
import { environmentNotFound, policiesOver, readEnvironments } from "../sql/environments";
import { deploymentTransaction } from "../sql/transaction";

const MAX_ENVIRONMENTS = 50;

/** All environments of a workspace in their order, which nobody else changes meanwhile. */
async function lockEnvironments(tx: Tx, { workspaceId }: Actor) {
  await tx.$queryRaw`SELECT 1 FROM deployment_environments WHERE workspace_id = ${workspaceId}::uuid
    ORDER BY id FOR UPDATE`;
  return tx.deploymentEnvironment.findMany({
    where: { workspaceId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
}

function assertFree(rows: readonly { name: string }[], name: string): void {
  if (!rows.some((row) => row.name === name)) return;
  const message = `There is an environment "${name}" already.`;
  throw new AppError("ALREADY_EXISTS", message, { name: message });
}

/** Adds an environment behind the others. */
export async function addEnvironment(
  actor: Actor,
  { name }: { name: string },
): Promise<EnvironmentDto[]> {
  assertCan(actor, "environment:manage");
  const { workspaceId } = actor;
  await deploymentTransaction(async (tx) => {
    const rows = await lockEnvironments(tx, actor);
    assertFree(rows, name);
    if (rows.length >= MAX_ENVIRONMENTS)
      throw new AppError("CONFLICT", `A workspace has at most ${MAX_ENVIRONMENTS} environments.`);
    const position = Math.max(0, ...rows.map((row) => row.position)) + 1;
    await tx.deploymentEnvironment.create({ data: { workspaceId, name, position } });
    await recordAudit(tx, actor, {
      action: "deployment-environment.added",
      subject: `deployment environment ${name}`,
      after: { position: rows.length + 1 },
    });
    await announceWithin(tx, workspaceId, "deployments");
  });
  return readEnvironments(workspaceId);
}

/** A name that a policy speaks of is neither given nor taken away: what is protected would change with it. */
async function assertRenamable(tx: Tx, actor: Actor, names: readonly string[]): Promise<void> {
  await lockPolicies(tx, actor.workspaceId);
  const policies = await readPolicies(tx, actor.workspaceId);
  for (const name of names) {
    const [policy] = policiesOver(policies, name);
    if (policy !== undefined)
      throw new AppError(
        "CONFLICT",
        `The policy "${policy}" protects the environment "${name}" by its name, so it is not renamed.`,
      );
  }
}

type Environments = Awaited<ReturnType<typeof lockEnvironments>>;

/** Puts an environment at a place in the order, and answers which it is then. */
async function place(
  tx: Tx,
  rows: Environments,
  row: Environments[number],
  position: number | undefined,
): Promise<number> {
  if (position === undefined) return rows.indexOf(row) + 1;
  const ordered = rows.filter((one) => one !== row);
  ordered.splice(position - 1, 0, row);
  for (const [index, { id, workspaceId }] of ordered.entries())
    await tx.deploymentEnvironment.update({
      where: { id_workspaceId: { id, workspaceId } },
      data: { position: index + 1 },
    });
  return ordered.indexOf(row) + 1;
}

async function rename(
  tx: Tx,
  actor: Actor,
  { rows, row, name }: { rows: Environments; row: Environments[number]; name: string },
): Promise<void> {
  if (name === row.name) return;
  assertFree(rows, name);
  await assertRenamable(tx, actor, [row.name, name]);
  const { id, workspaceId } = row;
  await tx.deploymentEnvironment.update({
    where: { id_workspaceId: { id, workspaceId } },
    data: { name },
  });
}

/** Renames an environment, or moves it to another place in the order. */
export async function reviseEnvironment(
  actor: Actor,
  { environment, name = environment, position }: ReviseEnvironmentInput,
): Promise<EnvironmentDto[]> {
  assertCan(actor, "environment:manage");
  const { workspaceId } = actor;
  await deploymentTransaction(async (tx) => {
    const rows = await lockEnvironments(tx, actor);
    const row = rows.find((one) => one.name === environment);
    if (!row) throw environmentNotFound(environment);
    await rename(tx, actor, { rows, row, name });
    await recordAudit(tx, actor, {
      action: "deployment-environment.revised",
      subject: `deployment environment ${name}`,
      before: { name: environment, position: rows.indexOf(row) + 1 },
      after: { name, position: await place(tx, rows, row, position) },
    });
    await announceWithin(tx, workspaceId, "deployments");
  });
  return readEnvironments(workspaceId);
}

/** Takes away an environment in which nothing was ever deployed, and that no policy protects. */
export async function removeEnvironment(
  actor: Actor,
  { environment }: EnvironmentInput,
): Promise<void> {
  assertCan(actor, "environment:manage");
  const { workspaceId } = actor;
  await deploymentTransaction(async (tx) => {
    const row = (await lockEnvironments(tx, actor)).find(({ name }) => name === environment);
    if (!row) throw environmentNotFound(environment);
    await assertRenamable(tx, actor, [environment]);
    const deployments = await tx.deployment.count({ where: { environmentId: row.id } });
    if (deployments > 0)
      throw new AppError(
        "CONFLICT",
        `The environment "${environment}" stays: ${deployments} deployments are or were in it, and the record names it.`,
      );
    await tx.deploymentEnvironment.delete({
      where: { id_workspaceId: { id: row.id, workspaceId } },
    });
    await recordAudit(tx, actor, {
      action: "deployment-environment.removed",
      subject: `deployment environment ${environment}`,
      before: { position: row.position },
    });
    await announceWithin(tx, workspaceId, "deployments");
  });
}
