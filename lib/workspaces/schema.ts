import { z } from "zod";
import { ROLES, SCOPES } from "@/lib/access/permissions";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { MAX_PASSWORD, MIN_PASSWORD, slugProblem } from "./rules";

const email = storableText
  .trim()
  .toLowerCase()
  .max(254, "An e-mail address has at most 254 characters.")
  .pipe(z.email("Enter an e-mail address, such as ada@example.com."));

const personName = storableText
  .trim()
  .min(1, "Enter a name.")
  .max(100, "Use at most 100 characters.");

const newPassword = storableText
  .min(MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters.`)
  .max(MAX_PASSWORD, `Use at most ${MAX_PASSWORD} characters.`);

export const signInInput = z.object({
  email,
  password: storableText.min(1, "Enter your password.").max(MAX_PASSWORD),
});

const role = z.enum(ROLES);
const id = z.uuid();
const secret = storableText.min(1).max(200);

export const workspaceSlug = storableText
  .trim()
  .toLowerCase()
  .superRefine((slug, context) => {
    const problem = slugProblem(slug);
    if (problem) context.addIssue({ code: "custom", message: problem });
  });

const workspaceName = storableText
  .trim()
  .min(1, "Enter a name.")
  .max(100, "Use at most 100 characters.");

export const createWorkspaceInput = z.object({ slug: workspaceSlug, name: workspaceName });
export type CreateWorkspaceInput = z.infer<typeof createWorkspaceInput>;

export const reviseWorkspaceInput = z.object({
  name: workspaceName,
  /** As it is when absent. */
  defaultRole: role.optional(),
});
export type ReviseWorkspaceInput = z.infer<typeof reviseWorkspaceInput>;

export const deleteWorkspaceInput = z.object({
  /** Typed by the person, so that the wrong workspace is not deleted by a slip. */
  confirmation: storableText.max(63),
});

export const memberInput = z.object({ userId: id });
export const changeRoleInput = memberInput.extend({ role });
export type ChangeRoleInput = z.infer<typeof changeRoleInput>;

export const addMemberInput = z.object({ email, role });
export type AddMemberInput = z.infer<typeof addMemberInput>;

export const inviteInput = z.object({ email, role });
export type InviteInput = z.infer<typeof inviteInput>;

export const invitationInput = z.object({ invitationId: id });

/** An invitation by the secret of its link, or by its id when it is addressed to the person who asks. */
export const acceptInvitationInput = z.union([z.object({ secret }), z.object({ id })]);

/** For actions that take nothing but who asks. */
export const nothing = z.object({});

export const acceptAsNewUserInput = z.object({ secret, name: personName, password: newPassword });
export type AcceptAsNewUserInput = z.infer<typeof acceptAsNewUserInput>;

export const createTokenInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Say what the token is for.")
    .max(100, "Use at most 100 characters."),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, "Choose at least one scope.")
    .transform((scopes) => [...new Set(scopes)]),
  /** Null for a token that does not expire. */
  expiresInDays: z.int().min(1).max(3_650).nullable(),
  /** True for a token that works in this workspace only. */
  isBound: z.boolean().default(true),
});
export type CreateTokenInput = z.infer<typeof createTokenInput>;

export const tokenInput = z.object({ tokenId: id });

export const listTokensInput = pageInput.extend({
  /** `mine`: the caller's own; `workspace`: everybody's that is bound to the workspace. */
  of: z.enum(["mine", "workspace"]).default("mine"),
});
export type ListTokensInput = z.infer<typeof listTokensInput>;

export const listMembersInput = pageInput.extend({ search: storableText.max(100).default("") });
export type ListMembersInput = z.infer<typeof listMembersInput>;

export type ListUsersInput = ListMembersInput;

export const changePasswordInput = z.object({
  /** Empty for somebody who has no password yet. */
  currentPassword: storableText.max(MAX_PASSWORD),
  newPassword,
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

export const renameAccountInput = z.object({ name: personName });

export const createUserInput = z.object({
  email,
  name: personName,
  /** Absent for somebody who only signs in through a provider. */
  password: newPassword.optional(),
  isOperator: z.boolean().default(false),
});
export type CreateUserInput = z.infer<typeof createUserInput>;

export const userInput = z.object({ userId: id });
export const reviseUserInput = userInput.extend({
  isOperator: z.boolean().optional(),
  isDisabled: z.boolean().optional(),
});
export type ReviseUserInput = z.infer<typeof reviseUserInput>;
