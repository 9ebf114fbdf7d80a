import "server-only";
import { z } from "zod";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import type { ProfileDocument } from "@/lib/datasets/schema/profile";
import { pool } from "@/lib/db/pool";
import type {
  DefinitionDto,
  DefinitionEditorDto,
  DefinitionPageDto,
  EditedColumnDto,
} from "../dto/definitions";
import { changesBetween, type Defined } from "../rules/definition-changes";
import { ANSWER } from "../rules/watch-columns";
import type { ListDefinitionsInput } from "../schema/definitions";
import type { MonitorDefinition, MonitorInput } from "../schema/monitors";
import { readDefinitions, type StoredDefinition } from "../sql/definitions";
import { readMonitor } from "../sql/monitors";
import { readReference } from "../sql/references";

const key = z.string().regex(/^\d{1,9}$/);

export const toDefined = ({ reference, definition, kinds }: StoredDefinition): Defined => ({
  ...{ definition, kinds },
  reference: `${reference.dataset}, version ${reference.version}`,
});

function toDto(one: StoredDefinition, before: StoredDefinition | undefined): DefinitionDto {
  const { planId: _planId, ...dto } = one;
  return { ...dto, changes: before ? changesBetween(toDefined(before), toDefined(one)) : [] };
}

/** Every definition that a monitor had, the newest first, each with what it changed. */
export async function listDefinitions(
  actor: Actor,
  { monitor, limit, pageToken }: ListDefinitionsInput,
): Promise<Page<DefinitionDto>> {
  assertCan(actor, "monitor:read");
  const { workspaceId } = actor;
  await readMonitor(workspaceId, monitor);
  const before = lastKey(pageToken, key);
  const found = await readDefinitions(
    pool(),
    { workspaceId, monitor },
    // One more than is asked for tells whether there are more, and one more what the last one changed.
    { before: before === undefined ? null : Number(before), limit: limit + 1 },
  );
  const dtos = found.map((one, at) => toDto(one, found[at + 1]));
  return toPage(
    dtos,
    limit,
    ({ version }) => String(version),
    (one) => one,
  );
}

/** The column that answers would be beside, where somebody left them out: the one that is told in no other way. */
function unwatchedTarget({ leftOut, columns }: MonitorDefinition, profile: ProfileDocument) {
  if (!leftOut.some(({ name }) => name === ANSWER)) return null;
  const told = new Set([...leftOut, ...columns].map(({ name }) => name));
  return profile.columns.find(({ name }) => !told.has(name))?.name ?? null;
}

/** What an editor of a monitor's definition begins with: every column of its reference, watched or left out. */
export async function readDefinitionEditor(
  actor: Actor,
  { monitor }: MonitorInput,
): Promise<DefinitionEditorDto> {
  assertCan(actor, "monitor:write");
  assertCan(actor, "dataset:read");
  const { workspaceId } = actor;
  await readMonitor(workspaceId, monitor);
  const [newest, before] = await readDefinitions(
    pool(),
    { workspaceId, monitor },
    { before: null, limit: 2 },
  );
  if (!newest) throw new Error("A monitor has no definition.");
  const current = toDto(newest, before);
  const { definition, kinds, reference } = current;
  const { profile } = await readReference(pool(), workspaceId, reference);
  const unwatched = unwatchedTarget(definition, profile);
  const columns = profile.columns.flatMap(({ name: own, type, distinct }): EditedColumnDto[] => {
    const isTarget = own === (definition.target ?? unwatched);
    const called = isTarget ? ANSWER : own;
    const settings = definition.columns.find((column) => column.name === called) ?? null;
    const reason = definition.leftOut.find((column) => column.name === called)?.reason ?? null;
    if (!settings && reason === null) return [];
    const source = isTarget ? ("answer" as const) : ("input" as const);
    return [
      {
        ...{ name: called, source, type, distinct },
        kind: kinds[called] ?? null,
        settings,
        reason,
      },
    ];
  });
  return { monitor, current, columns };
}

/** Definitions that the page of a monitor's definition lists. */
const LISTED = 50;

/** What the page of a monitor's definition shows: its history, and an editor for whoever may change it. */
export async function readDefinitionPage(
  actor: Actor,
  { monitor }: MonitorInput,
): Promise<DefinitionPageDto> {
  assertCan(actor, "monitor:read");
  const { name, deployment } = await readMonitor(actor.workspaceId, monitor);
  const { items, nextPageToken } = await listDefinitions(actor, { monitor, limit: LISTED });
  const mayEdit =
    isAllowed(actor, "monitor:write") && isAllowed(actor, "dataset:read") && deployment !== null;
  return {
    ...{ monitor, name, history: items, isWhole: nextPageToken === undefined },
    editor: mayEdit ? await orUnknown(readDefinitionEditor(actor, { monitor })) : null,
  };
}

/** Null where the content of the reference is not known any more. */
async function orUnknown<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && error.code === "INVALID") return null;
    throw error;
  }
}
