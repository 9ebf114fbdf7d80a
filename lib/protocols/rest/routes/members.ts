import { addMember, changeMemberRole, removeMember } from "@/lib/workspaces/commands/members";
import { listMembers } from "@/lib/workspaces/queries/members";
import {
  addMemberInput,
  changeRoleInput,
  listMembersInput,
  memberInput,
} from "@/lib/workspaces/schema";
import { memberEntity, pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Members";
const path = "/workspaces/{workspace}/members";
const one = inWorkspacePath.extend(memberInput.shape);

export const memberOperations = [
  defineOperation({
    id: "listMembers",
    method: "GET",
    path,
    access: "member:read",
    tag,
    summary: "Members by e-mail address",
    params: inWorkspacePath,
    query: listMembersInput,
    answer: pageOf(memberEntity),
    run: listMembers,
  }),
  defineOperation({
    id: "addMember",
    method: "POST",
    path,
    access: "user:read",
    tag,
    summary: "Make a user of this installation a member at once",
    params: inWorkspacePath,
    body: addMemberInput,
    answer: memberEntity,
    status: 201,
    run: addMember,
  }),
  defineOperation({
    id: "changeMemberRole",
    method: "PATCH",
    path: `${path}/{userId}`,
    access: "member:manage",
    tag,
    summary: "Give a member another role",
    params: one,
    body: changeRoleInput.omit({ userId: true }),
    answer: memberEntity,
    run: changeMemberRole,
  }),
  defineOperation({
    id: "removeMember",
    method: "DELETE",
    path: `${path}/{userId}`,
    access: "account:update",
    tag,
    summary: "Leave, or take somebody else out of the workspace, which needs `member:manage`",
    params: one,
    answer: null,
    run: (actor, { userId }) => removeMember(actor, userId),
  }),
];
