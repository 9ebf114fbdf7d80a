import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { db } from "@/lib/db/client";
import type { ApproverDto } from "../dto/policies";
import { readPeople } from "../sql/people";

/** Everybody of the workspace whose role signs, by name: of them groups are made. */
export async function listApprovers(actor: Actor): Promise<ApproverDto[]> {
  assertCan(actor, "policy:read");
  const people = await readPeople(db(), actor.workspaceId);
  return people.filter(({ role }) => can(role, "approval:vote"));
}
