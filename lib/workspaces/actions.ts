"use server";
import { refresh } from "next/cache";
import {
  defineAction,
  definePersonAction,
  defineVisitorAction,
  inWorkspace,
} from "@/lib/access/define-action";
import { changePassword, endMySessions, renameAccount } from "./commands/account";
import {
  acceptInvitation,
  acceptInvitationAsNewUser,
  createInvitation,
  renewInvitation,
  revokeInvitation,
} from "./commands/invitations";
import { changeMemberRole, removeMember } from "./commands/members";
import { createToken, revokeToken } from "./commands/tokens";
import { resetPassword, reviseUser } from "./commands/users";
import { createWorkspace, deleteWorkspace, reviseWorkspace } from "./commands/workspaces";
import {
  acceptAsNewUserInput,
  acceptInvitationInput,
  changePasswordInput,
  changeRoleInput,
  createTokenInput,
  createWorkspaceInput,
  deleteWorkspaceInput,
  invitationInput,
  inviteInput,
  memberInput,
  nothing,
  renameAccountInput,
  reviseUserInput,
  reviseWorkspaceInput,
  tokenInput,
  userInput,
} from "./schema";

export const createWorkspaceAction = definePersonAction({
  input: createWorkspaceInput,
  run: createWorkspace,
});

export const reviseWorkspaceAction = defineAction({
  input: inWorkspace.extend(reviseWorkspaceInput.shape),
  run: reviseWorkspace,
  onSuccess: refresh,
});

export const deleteWorkspaceAction = defineAction({
  input: inWorkspace.extend(deleteWorkspaceInput.shape),
  run: deleteWorkspace,
});

export const changeMemberRoleAction = defineAction({
  input: inWorkspace.extend(changeRoleInput.shape),
  run: changeMemberRole,
  onSuccess: refresh,
});

export const removeMemberAction = defineAction({
  input: inWorkspace.extend(memberInput.shape),
  run: (actor, { userId }) => removeMember(actor, userId),
  onSuccess: refresh,
});

export const createInvitationAction = defineAction({
  input: inWorkspace.extend(inviteInput.shape),
  run: createInvitation,
  onSuccess: refresh,
});

export const renewInvitationAction = defineAction({
  input: inWorkspace.extend(invitationInput.shape),
  run: (actor, { invitationId }) => renewInvitation(actor, invitationId),
  onSuccess: refresh,
});

export const revokeInvitationAction = defineAction({
  input: inWorkspace.extend(invitationInput.shape),
  run: (actor, { invitationId }) => revokeInvitation(actor, invitationId),
  onSuccess: refresh,
});

export const acceptInvitationAction = definePersonAction({
  input: acceptInvitationInput,
  run: acceptInvitation,
});

export const acceptAsNewUserAction = defineVisitorAction({
  input: acceptAsNewUserInput,
  run: acceptInvitationAsNewUser,
});

export const createTokenAction = defineAction({
  input: inWorkspace.extend(createTokenInput.shape),
  run: createToken,
  onSuccess: refresh,
});

export const revokeTokenAction = defineAction({
  input: inWorkspace.extend(tokenInput.shape),
  run: (actor, { tokenId }) => revokeToken(actor, tokenId),
  onSuccess: refresh,
});

export const changePasswordAction = definePersonAction({
  input: changePasswordInput,
  run: changePassword,
});

export const endMySessionsAction = definePersonAction({ input: nothing, run: endMySessions });

export const renameAccountAction = definePersonAction({
  input: renameAccountInput,
  run: renameAccount,
  onSuccess: refresh,
});

export const reviseUserAction = definePersonAction({
  input: reviseUserInput,
  run: reviseUser,
  onSuccess: refresh,
});

export const resetPasswordAction = definePersonAction({
  input: userInput,
  run: (person, { userId }) => resetPassword(person, userId),
});
