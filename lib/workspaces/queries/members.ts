import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { db } from "@/lib/db/client";
import { type MemberDto, toMemberDto } from "../dto";
import type { ListMembersInput } from "../schema";

/** Members of the workspace, by e-mail address. */
export async function listMembers(
  actor: Actor,
  { limit, pageToken, search }: ListMembersInput,
): Promise<Page<MemberDto>> {
  assertCan(actor, "member:read");
  const after = lastKey(pageToken, storableText);
  const contains = { contains: search, mode: "insensitive" } as const;
  const rows = await db().membership.findMany({
    where: {
      workspaceId: actor.workspaceId,
      user: {
        ...(after === undefined ? {} : { email: { gt: after } }),
        ...(search ? { OR: [{ email: contains }, { name: contains }] } : {}),
      },
    },
    include: { user: true },
    orderBy: { user: { email: "asc" } },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ user }) => user.email, toMemberDto);
}

export async function countMembers(actor: Actor): Promise<number> {
  assertCan(actor, "member:read");
  return db().membership.count({ where: { workspaceId: actor.workspaceId } });
}
