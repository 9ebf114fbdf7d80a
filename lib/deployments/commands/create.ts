import "server-only";
import { randomBytes } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { publishEvent } from "@/lib/events/publish";
import type { DeploymentDto } from "../dto/deployments";
import { getServedFiles, type ServedFiles } from "../queries/served-files";
import { planOfOne } from "../rules/plans";
import type { CreateDeploymentInput } from "../schema/deployments";
import { holdEnvironment } from "../sql/environments";
import { readDeployment } from "../sql/read";
import { deploymentTransaction } from "../sql/transaction";
import { assertMayChangeTraffic } from "./protection";
import { insertRevision, lockServedVersion } from "./revision-steps";
import { announceDeployment } from "./traffic-steps";

/** The deployment that a key has made already. Throws CONFLICT when the key was used for something else. */
async function findCreated(
  { workspaceId }: Actor,
  { idempotencyKey, name }: CreateDeploymentInput,
): Promise<boolean> {
  if (idempotencyKey === undefined) return false;
  const known = await db().deployment.findFirst({
    where: { workspaceId, idempotencyKey },
    select: { name: true, deletedAt: true },
  });
  if (!known) return false;
  if (known.name === name && known.deletedAt === null) return true;
  const message = `This idempotency key has made the deployment "${known.name}"${known.deletedAt ? ", which was deleted" : ""}.`;
  throw new AppError("CONFLICT", message, { idempotencyKey: message });
}

async function insertDeployment(
  tx: Tx,
  actor: Actor,
  input: CreateDeploymentInput,
  files: ServedFiles,
): Promise<void> {
  const { workspaceId } = actor;
  const { name, description, idempotencyKey, backend } = input;
  const environment = await holdEnvironment(tx, workspaceId, input.environment);
  const served = await lockServedVersion(tx, actor, input, files, 1);
  await assertMayChangeTraffic(tx, actor, { environment: environment.name, served: [served] });
  const deployment = await tx.deployment.create({
    data: {
      workspaceId,
      name,
      environmentId: environment.id,
      description,
      idempotencyKey: idempotencyKey ?? null,
      createdById: actor.userId,
    },
  });
  const plan = planOfOne(1, randomBytes(8).toString("hex"));
  await recordAudit(tx, actor, {
    action: "deployment.created",
    subject: `deployment ${name}`,
    details: { id: String(deployment.id) },
    after: { environment: environment.name, description, plan },
  });
  await insertRevision(tx, actor, { deployment, served, files, backend, note: "" });
  await tx.trafficPlan.create({
    data: {
      deploymentId: deployment.id,
      workspaceId,
      version: 1,
      plan,
      origin: "person",
      actorId: actor.userId,
    },
  });
  await publishEvent(tx, {
    workspaceId,
    entity: "deployment",
    action: "created",
    data: {
      name,
      environment: environment.name,
      model: served.model,
      version: String(served.version),
      by: actor.email,
    },
  });
  await announceDeployment(tx, deployment);
}

function nameTaken(name: string): AppError {
  const message = `There is a deployment "${name}" already.`;
  return new AppError("ALREADY_EXISTS", message, { name: message });
}

/** Makes a deployment of one version, which gets all of its traffic. */
export async function createDeployment(
  actor: Actor,
  input: CreateDeploymentInput,
): Promise<DeploymentDto> {
  assertCan(actor, "deployment:write");
  if (await findCreated(actor, input)) return readDeployment(actor, input.name);
  const files = await getServedFiles(actor, input);
  try {
    await deploymentTransaction((tx) => insertDeployment(tx, actor, input, files));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Somebody else was first: the same request, by its key, or another of that name.
    if (!(await findCreated(actor, input))) throw nameTaken(input.name);
  }
  return readDeployment(actor, input.name);
}
