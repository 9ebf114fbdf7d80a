import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { pageInput } from "@/lib/core/page";
import { routes } from "@/lib/core/routes";
import {
  createInvitation,
  type NewInvitation,
  renewInvitation,
  revokeInvitation,
} from "@/lib/workspaces/commands/invitations";
import { listInvitations } from "@/lib/workspaces/queries/invitations";
import { invitationInput, inviteInput } from "@/lib/workspaces/schema";
import { invitationEntity, pageOf } from "../entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Invitations";
const path = "/workspaces/{workspace}/invitations";
const one = inWorkspacePath.extend(invitationInput.shape);

const newInvitation = z.object({
  invitation: invitationEntity,
  link: z.string().meta({ description: "To send to the person; answered this one time." }),
});

function withLink(request: FastifyRequest, { invitation, secret }: NewInvitation) {
  const origin = env().SLIPWAY_URL ?? `${request.protocol}://${request.host}`;
  return { invitation, link: origin.replace(/\/$/, "") + routes.invitation(secret) };
}

export const invitationOperations = [
  defineOperation({
    id: "listInvitations",
    method: "GET",
    path,
    access: "member:manage",
    tag,
    summary: "Invitations that were neither accepted nor revoked, newest first",
    params: inWorkspacePath,
    query: pageInput,
    answer: pageOf(invitationEntity),
    run: listInvitations,
  }),
  defineOperation({
    id: "createInvitation",
    method: "POST",
    path,
    access: "member:manage",
    tag,
    summary: "Invite an e-mail address; replaces an earlier invitation of it",
    params: inWorkspacePath,
    body: inviteInput,
    answer: newInvitation,
    status: 201,
    run: async (actor, input, request) => withLink(request, await createInvitation(actor, input)),
  }),
  defineOperation({
    id: "renewInvitation",
    method: "POST",
    path: `${path}/{invitationId}/renew`,
    access: "member:manage",
    tag,
    summary: "A new link; the old one stops working",
    params: one,
    answer: newInvitation,
    run: async (actor, { invitationId }, request) =>
      withLink(request, await renewInvitation(actor, invitationId)),
  }),
  defineOperation({
    id: "revokeInvitation",
    method: "DELETE",
    path: `${path}/{invitationId}`,
    access: "member:manage",
    tag,
    summary: "Revoke an invitation",
    params: one,
    answer: null,
    run: (actor, { invitationId }) => revokeInvitation(actor, invitationId),
  }),
];
