import "server-only";
import { type Actor, assertCan, type Person } from "@/lib/access/actor";
import { DEFAULT_WORKSPACE } from "@/lib/access/memberships";
import { forgetActors } from "@/lib/access/program-actor";
import { assertNotHeld } from "@/lib/audit/holds";
import { outsideOfWorkspaces, recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { toWorkspaceDto, type WorkspaceDto } from "../dto";
import type { CreateWorkspaceInput, ReviseWorkspaceInput } from "../schema";
import { createDefaultExperiment } from "./first-start";

/** Makes a workspace with its default experiment; whoever makes it is its first admin. */
export async function createWorkspace(
  person: Person,
  { slug, name }: CreateWorkspaceInput,
): Promise<WorkspaceDto> {
  assertCan(person, "workspace:create");
  try {
    const row = await db().$transaction(async (tx) => {
      const workspace = await tx.workspace.create({
        data: {
          slug,
          name,
          memberships: { create: { userId: person.userId, role: "admin" } },
        },
      });
      await createDefaultExperiment(tx, workspace.id, person.email);
      await recordAudit(
        tx,
        { ...outsideOfWorkspaces(person), workspaceId: workspace.id },
        { action: "workspace.created", subject: `workspace ${slug}`, after: { name } },
      );
      return workspace;
    });
    return toWorkspaceDto(row);
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("ALREADY_EXISTS", `There is a workspace "${slug}" already.`, {
        slug: "This short name is taken.",
      });
    throw error;
  }
}

/** Changes a workspace's name and the role its invitations propose. Its short name is in addresses, and stays. */
export async function reviseWorkspace(
  actor: Actor,
  { name, defaultRole }: ReviseWorkspaceInput,
): Promise<WorkspaceDto> {
  assertCan(actor, "workspace:update");
  const changes = defaultRole === undefined ? { name } : { name, defaultRole };
  const row = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${actor.workspaceId}::uuid FOR UPDATE`;
    const before = await tx.workspace.findUniqueOrThrow({ where: { id: actor.workspaceId } });
    await recordAudit(tx, actor, {
      action: "workspace.revised",
      subject: `workspace ${actor.workspaceSlug}`,
      before: { name: before.name, defaultRole: before.defaultRole },
      after: changes,
    });
    return tx.workspace.update({ where: { id: actor.workspaceId }, data: changes });
  });
  return toWorkspaceDto(row);
}

async function contentsOf(tx: Tx, { workspaceId }: Actor): Promise<string[]> {
  const where = { workspaceId };
  const counts = {
    experiments: await tx.experiment.count({ where: { ...where, name: { not: "Default" } } }),
    runs: await tx.run.count({ where }),
    models: await tx.registeredModel.count({ where }),
    "logged models": await tx.loggedModel.count({ where }),
    datasets: await tx.dataset.count({ where }),
    jobs: await tx.job.count({ where }),
    pipelines: await tx.pipeline.count({ where }),
    "source snapshots": await tx.sourceSnapshot.count({ where }),
    deployments: await tx.deployment.count({ where }),
    "approval requests": await tx.approvalRequest.count({ where }),
  };
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([noun, count]) => `${count} ${noun}`);
}

/** Deletes a workspace that holds nothing. What people recorded is never deleted with it. */
export async function deleteWorkspace(
  actor: Actor,
  { confirmation }: { confirmation: string },
): Promise<void> {
  assertCan(actor, "workspace:delete");
  if (actor.workspaceSlug === DEFAULT_WORKSPACE)
    throw new AppError("CONFLICT", "The default workspace cannot be deleted.");
  if (confirmation !== actor.workspaceSlug) {
    const message = `Type ${actor.workspaceSlug} to delete this workspace.`;
    throw new AppError("INVALID", message, { confirmation: message });
  }
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${actor.workspaceId}::uuid FOR UPDATE`;
    await assertNotHeld(tx, { workspaceId: actor.workspaceId });
    const contents = await contentsOf(tx, actor);
    if (contents.length > 0)
      throw new AppError(
        "CONFLICT",
        `Workspace "${actor.workspaceSlug}" still holds ${contents.join(", ")}. Only an empty workspace can be deleted.`,
      );
    await tx.workspace.delete({ where: { id: actor.workspaceId } });
    await recordAudit(tx, outsideOfWorkspaces(actor), {
      action: "workspace.deleted",
      subject: `workspace ${actor.workspaceSlug}`,
      before: { id: actor.workspaceId },
    });
  });
  forgetActors();
}
