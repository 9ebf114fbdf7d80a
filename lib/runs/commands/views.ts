import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, type Row, type Tx } from "@/lib/db/client";
import { type RunViewDto, toRunViewDto } from "../dto/views";
import type { SaveRunViewInput } from "../schema";
import { arrangementOf } from "../search-params/views";

/** More than this nobody finds a view in. */
const MAX_VIEWS = 200;

const subjectOf = ({ id }: { id: string }) => `run view ${id}`;

const told = ({ name, query, isShared, isDefault }: Row<"RunView">) => ({
  name,
  query,
  isShared,
  isDefault,
});

/** What is for everybody in the workspace takes whoever may change the experiment itself. */
function assertMaySave(actor: Actor, view: { isShared: boolean }): void {
  if (view.isShared) assertCan(actor, "experiment:write");
}

const nameTaken = (name: string) => {
  const message = `There is a view called “${name}” already. Choose another name.`;
  return new AppError("CONFLICT", message, { name: message });
};

async function lockExperiment(tx: Tx, actor: Actor, experimentId: number): Promise<void> {
  const found = await tx.$queryRaw<unknown[]>`SELECT 1 FROM experiments
    WHERE id = ${experimentId} AND workspace_id = ${actor.workspaceId}::uuid FOR NO KEY UPDATE`;
  if (found.length === 0)
    throw new AppError("NOT_FOUND", `No Experiment with id=${experimentId} exists`);
}

/** A view that the actor sees, locked together with the others of its experiment. */
async function lockView(tx: Tx, actor: Actor, id: string): Promise<Row<"RunView">> {
  const missing = new AppError("NOT_FOUND", "This view is not there any more.");
  const where = { id, workspaceId: actor.workspaceId };
  const found = await tx.runView.findFirst({ where });
  if (!found) throw missing;
  await lockExperiment(tx, actor, Number(found.experimentId));
  const view = await tx.runView.findFirst({ where });
  if (!view || !(view.isShared || view.userId === actor.userId)) throw missing;
  return view;
}

async function refuseSameName(tx: Tx, actor: Actor, view: Omit<SaveRunViewInput, "query">) {
  const { id, experimentId, name, isShared } = view;
  const others = await tx.runView.findMany({
    where: {
      experimentId,
      workspaceId: actor.workspaceId,
      OR: [{ isShared: true }, { userId: actor.userId }],
    },
    select: { id: true, name: true, isShared: true },
  });
  if (id === undefined && others.length >= MAX_VIEWS)
    throw new AppError("CONFLICT", `There are ${others.length} views. Delete some before.`);
  const isTaken = others.some(
    (other) =>
      other.id !== id &&
      other.isShared === isShared &&
      other.name.toLowerCase() === name.toLowerCase(),
  );
  if (isTaken) throw nameTaken(name);
}

/** Saves a view under a name: a new one, or with `id` one that is there. */
export async function saveRunView(actor: Actor, input: SaveRunViewInput): Promise<RunViewDto> {
  assertCan(actor, "view:write");
  assertMaySave(actor, input);
  const { id, experimentId, name, isShared } = input;
  const data = { name, isShared, query: arrangementOf(input.query), updatedAt: new Date() };
  const row = await db().$transaction(async (tx) => {
    await lockExperiment(tx, actor, experimentId);
    const before = id === undefined ? null : await lockView(tx, actor, id);
    if (before) assertMaySave(actor, before);
    await refuseSameName(tx, actor, input);
    const saved = before
      ? await tx.runView.update({
          where: { id: before.id, workspaceId: actor.workspaceId },
          // Nobody else sees a private view: an experiment cannot open with it.
          data: {
            ...data,
            isDefault: before.isDefault && isShared,
            ...(isShared ? {} : { userId: actor.userId }),
          },
        })
      : await tx.runView.create({
          data: { ...data, experimentId, workspaceId: actor.workspaceId, userId: actor.userId },
        });
    await recordAudit(tx, actor, {
      action: before ? "run-view.changed" : "run-view.created",
      subject: subjectOf(saved),
      before: before && told(before),
      after: told(saved),
    });
    return saved;
  });
  return toRunViewDto(row, actor);
}

/** Opens an experiment with this shared view, or with none of them. */
export async function setDefaultRunView(
  actor: Actor,
  { id, isDefault }: { id: string; isDefault: boolean },
): Promise<void> {
  assertCan(actor, "view:write");
  assertCan(actor, "experiment:write");
  await db().$transaction(async (tx) => {
    const view = await lockView(tx, actor, id);
    if (!view.isShared)
      throw new AppError("INVALID", "Share the view first: an experiment opens for everybody.");
    const { workspaceId } = actor;
    await tx.runView.updateMany({
      where: { workspaceId, experimentId: view.experimentId, isDefault: true },
      data: { isDefault: false },
    });
    await tx.runView.update({ where: { id, workspaceId }, data: { isDefault } });
    await recordAudit(tx, actor, {
      action: "run-view.changed",
      subject: subjectOf(view),
      label: view.name,
      before: { isDefault: view.isDefault },
      after: { isDefault },
    });
  });
}

/** Deletes a view for good. Answers what it was. */
export async function deleteRunView(actor: Actor, { id }: { id: string }): Promise<RunViewDto> {
  assertCan(actor, "view:write");
  const row = await db().$transaction(async (tx) => {
    const view = await lockView(tx, actor, id);
    assertMaySave(actor, view);
    await tx.runView.delete({ where: { id, workspaceId: actor.workspaceId } });
    await recordAudit(tx, actor, {
      action: "run-view.deleted",
      subject: subjectOf(view),
      before: told(view),
    });
    return view;
  });
  return toRunViewDto(row, actor);
}
