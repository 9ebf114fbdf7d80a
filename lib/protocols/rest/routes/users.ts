import { z } from "zod";
import { createUser, resetPassword, reviseUser } from "@/lib/workspaces/commands/users";
import { getUser, listUsers } from "@/lib/workspaces/queries/users";
import {
  createUserInput,
  listMembersInput,
  reviseUserInput,
  userInput,
} from "@/lib/workspaces/schema";
import { pageOf, userEntity } from "../entities";
import { defineOperation } from "../rest-route";

const tag = "Users";

export const userOperations = [
  defineOperation({
    id: "listUsers",
    method: "GET",
    path: "/users",
    access: "user:read",
    tag,
    summary: "Everybody who can sign in, by e-mail address",
    query: listMembersInput,
    answer: pageOf(userEntity),
    run: listUsers,
  }),
  defineOperation({
    id: "createUser",
    method: "POST",
    path: "/users",
    access: "user:manage",
    tag,
    summary: "Make a user, who is in no workspace yet",
    body: createUserInput,
    answer: userEntity,
    status: 201,
    run: createUser,
  }),
  defineOperation({
    id: "getUser",
    method: "GET",
    path: "/users/{userId}",
    access: "user:read",
    tag,
    summary: "One user",
    params: userInput,
    answer: userEntity,
    run: (actor, { userId }) => getUser(actor, userId),
  }),
  defineOperation({
    id: "reviseUser",
    method: "PATCH",
    path: "/users/{userId}",
    access: "user:manage",
    tag,
    summary: "Disable or enable a user, give or take operator rights",
    params: userInput,
    body: reviseUserInput.omit({ userId: true }),
    answer: userEntity,
    run: reviseUser,
  }),
  defineOperation({
    id: "resetPassword",
    method: "POST",
    path: "/users/{userId}/password",
    access: "user:manage",
    tag,
    summary: "Make a new password, which is answered once",
    params: userInput,
    answer: z.object({ password: z.string() }),
    run: (actor, { userId }) => resetPassword(actor, userId),
  }),
];
