import { z } from "zod";
import { ROLES, SCOPES } from "@/lib/access/permissions";
import type { Page } from "@/lib/core/page";
import type {
  AccountDto,
  InvitationDto,
  MemberDto,
  MyWorkspaceDto,
  TokenDto,
  UserDto,
  WorkspaceDto,
} from "@/lib/workspaces/dto";

const role = z.enum(ROLES);
const scope = z.enum(SCOPES);
const time = z.iso.datetime();

export const nextPageToken = z
  .string()
  .exactOptional()
  .meta({ description: "Absent on the last page; send it as pageToken for the next one." });

/** A page of a list. */
export function pageOf<Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> {
  return z.object({ items: z.array(item), nextPageToken });
}

/** A page of a list that also says how long the list is. */
export function countedPageOf<Item>(
  item: z.ZodType<Item>,
): z.ZodType<Page<Item> & { total: number }> {
  return z.object({
    items: z.array(item),
    total: z.int().meta({ description: "On all pages together" }),
    nextPageToken,
  });
}

export const workspaceEntity: z.ZodType<WorkspaceDto> = z
  .object({ slug: z.string(), name: z.string(), defaultRole: role, createdAt: time })
  .meta({ id: "Workspace" });

export const myWorkspaceEntity: z.ZodType<MyWorkspaceDto> = z
  .object({ slug: z.string(), name: z.string(), role })
  .meta({ id: "MyWorkspace" });

export const memberEntity: z.ZodType<MemberDto> = z
  .object({
    userId: z.string(),
    email: z.string(),
    name: z.string(),
    role,
    isOperator: z.boolean(),
    isDisabled: z.boolean(),
    joinedAt: time,
  })
  .meta({ id: "Member" });

export const invitationEntity: z.ZodType<InvitationDto> = z
  .object({
    id: z.string(),
    email: z.string(),
    role,
    state: z.enum(["open", "accepted", "revoked", "expired"]),
    invitedBy: z.string(),
    createdAt: time,
    expiresAt: time,
  })
  .meta({ id: "Invitation" });

export const tokenEntity: z.ZodType<TokenDto> = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(scope),
    state: z.enum(["active", "revoked", "expired"]),
    workspaceSlug: z.string().nullable(),
    ownerEmail: z.string(),
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable(),
  })
  .meta({ id: "Token" });

export const userEntity: z.ZodType<UserDto> = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    isOperator: z.boolean(),
    isDisabled: z.boolean(),
    hasPassword: z.boolean(),
    providers: z.array(z.string()),
    workspaceCount: z.int(),
    createdAt: time,
  })
  .meta({ id: "User" });

export const accountEntity: z.ZodType<AccountDto> = z
  .object({
    userId: z.string(),
    email: z.string(),
    name: z.string(),
    isOperator: z.boolean(),
    hasPassword: z.boolean(),
    providers: z.array(z.string()),
  })
  .meta({ id: "Account" });

export const errorEntity = z
  .object({
    error: z.object({
      code: z.string(),
      message: z.string(),
      fields: z
        .record(z.string(), z.string())
        .optional()
        .meta({ description: "Messages by the name of the field they are about." }),
    }),
  })
  .meta({ id: "Error" });
