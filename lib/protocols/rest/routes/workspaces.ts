import { pageInput } from "@/lib/core/page";
import {
  createWorkspace,
  deleteWorkspace,
  reviseWorkspace,
} from "@/lib/workspaces/commands/workspaces";
import { getWorkspace, listMyWorkspaces } from "@/lib/workspaces/queries/workspaces";
import {
  createWorkspaceInput,
  deleteWorkspaceInput,
  reviseWorkspaceInput,
} from "@/lib/workspaces/schema";
import { myWorkspaceEntity, pageOf, workspaceEntity } from "../entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Workspaces";

export const workspaceOperations = [
  defineOperation({
    id: "listWorkspaces",
    method: "GET",
    path: "/workspaces",
    access: "account:read",
    tag,
    summary: "The workspaces this token may work in",
    query: pageInput,
    answer: pageOf(myWorkspaceEntity),
    run: listMyWorkspaces,
  }),
  defineOperation({
    id: "createWorkspace",
    method: "POST",
    path: "/workspaces",
    access: "workspace:create",
    tag,
    summary: "Make a workspace",
    body: createWorkspaceInput,
    answer: workspaceEntity,
    status: 201,
    run: createWorkspace,
  }),
  defineOperation({
    id: "getWorkspace",
    method: "GET",
    path: "/workspaces/{workspace}",
    access: "workspace:read",
    tag,
    summary: "One workspace",
    params: inWorkspacePath,
    answer: workspaceEntity,
    run: (actor) => getWorkspace(actor),
  }),
  defineOperation({
    id: "reviseWorkspace",
    method: "PATCH",
    path: "/workspaces/{workspace}",
    access: "workspace:update",
    tag,
    summary: "Change its name and the role its invitations propose",
    params: inWorkspacePath,
    body: reviseWorkspaceInput,
    answer: workspaceEntity,
    run: reviseWorkspace,
  }),
  defineOperation({
    id: "deleteWorkspace",
    method: "DELETE",
    path: "/workspaces/{workspace}",
    access: "workspace:delete",
    tag,
    summary: "Delete a workspace that holds nothing",
    params: inWorkspacePath,
    query: deleteWorkspaceInput,
    answer: null,
    run: deleteWorkspace,
  }),
];
