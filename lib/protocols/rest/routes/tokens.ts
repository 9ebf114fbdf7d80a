import { z } from "zod";
import { createToken, revokeToken } from "@/lib/workspaces/commands/tokens";
import { listTokens } from "@/lib/workspaces/queries/tokens";
import { createTokenInput, listTokensInput, tokenInput } from "@/lib/workspaces/schema";
import { pageOf, tokenEntity } from "../entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Tokens";
const path = "/workspaces/{workspace}/tokens";

export const tokenOperations = [
  defineOperation({
    id: "listTokens",
    method: "GET",
    path,
    access: "token:read",
    tag,
    summary: "The caller's tokens, or all that are bound to the workspace, newest first",
    params: inWorkspacePath,
    query: listTokensInput,
    answer: pageOf(tokenEntity),
    run: listTokens,
  }),
  defineOperation({
    id: "createToken",
    method: "POST",
    path,
    access: "token:create",
    tag,
    summary: "Make a token for the caller; never one that can do more than the one it is made with",
    params: inWorkspacePath,
    body: createTokenInput,
    answer: z.object({
      token: tokenEntity,
      secret: z.string().meta({ description: "The token itself; answered this one time." }),
    }),
    status: 201,
    run: createToken,
  }),
  defineOperation({
    id: "revokeToken",
    method: "DELETE",
    path: `${path}/{tokenId}`,
    access: "token:create",
    tag,
    summary: "Revoke a token; it is refused within seconds",
    params: inWorkspacePath.extend(tokenInput.shape),
    answer: null,
    run: (actor, { tokenId }) => revokeToken(actor, tokenId),
  }),
];
