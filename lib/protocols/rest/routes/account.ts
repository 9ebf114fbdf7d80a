import { z } from "zod";
import { ROLES, SCOPES } from "@/lib/access/permissions";
import { getAccount } from "@/lib/workspaces/queries/users";
import { accountEntity } from "../entities";
import { defineOperation } from "../rest-route";

const me = z.object({
  account: accountEntity,
  workspace: z.string().meta({ description: "Where requests without a workspace header go." }),
  role: z.enum(ROLES),
  scopes: z.array(z.enum(SCOPES)).nullable().meta({
    description: "Scopes of the token; null for a session, which has no limits of its own.",
  }),
});

export const accountOperations = [
  defineOperation({
    id: "getMe",
    method: "GET",
    path: "/me",
    access: "account:read",
    tag: "Me",
    summary: "Who this token stands for",
    answer: me,
    run: async (actor) => ({
      account: await getAccount(actor),
      workspace: actor.workspaceSlug,
      role: actor.role,
      scopes: actor.scopes ? [...actor.scopes] : null,
    }),
  }),
];
