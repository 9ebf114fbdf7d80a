import "server-only";
import { type Actor, assertCan, onlyWorkspaceOf, type Person } from "@/lib/access/actor";
import { DEFAULT_WORKSPACE } from "@/lib/access/memberships";
import { AppError } from "@/lib/core/errors";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { db } from "@/lib/db/client";
import { type MyWorkspaceDto, toWorkspaceDto, type WorkspaceDto } from "../dto";

export async function getWorkspace(actor: Actor): Promise<WorkspaceDto> {
  assertCan(actor, "workspace:read");
  const row = await db().workspace.findUnique({ where: { id: actor.workspaceId } });
  if (!row) throw new AppError("NOT_FOUND", `Workspace "${actor.workspaceSlug}" does not exist.`);
  return toWorkspaceDto(row);
}

/** Where a person begins: the default workspace if it is theirs, else the one they joined first; null without any. */
export async function findHomeWorkspace(person: Person): Promise<string | null> {
  assertCan(person, "account:read");
  const rows = await db().membership.findMany({
    where: { userId: person.userId },
    include: { workspace: true },
    orderBy: { createdAt: "asc" },
    take: 100,
  });
  const slugs = rows.map(({ workspace }) => workspace.slug);
  if (slugs.includes(DEFAULT_WORKSPACE) || person.isOperator) return DEFAULT_WORKSPACE;
  return slugs[0] ?? null;
}

/** The workspaces a person may open, by short name; every one for an operator. */
export async function listMyWorkspaces(
  person: Person | Actor,
  { limit, pageToken }: PageInput,
): Promise<Page<MyWorkspaceDto>> {
  assertCan(person, "account:read");
  const after = lastKey(pageToken, storableText);
  const only = onlyWorkspaceOf(person);
  const rows = await db().workspace.findMany({
    where: {
      ...(after === undefined ? {} : { slug: { gt: after } }),
      ...(only === null ? {} : { id: only }),
      ...(person.isOperator ? {} : { memberships: { some: { userId: person.userId } } }),
    },
    include: { memberships: { where: { userId: person.userId } } },
    orderBy: { slug: "asc" },
    take: limit + 1,
  });
  return toPage(
    rows,
    limit,
    ({ slug }) => slug,
    ({ slug, name, memberships }) => ({
      slug,
      name,
      role: person.isOperator ? "admin" : (memberships[0]?.role ?? "viewer"),
    }),
  );
}
