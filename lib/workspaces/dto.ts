import { isScope, type Role, type Scope } from "@/lib/access/permissions";
import { type InvitationState, invitationState, type TokenState, tokenState } from "./rules";

export interface WorkspaceDto {
  slug: string;
  name: string;
  /** Role that an invitation proposes. */
  defaultRole: Role;
  createdAt: string;
}

/** A workspace as one person sees it. */
export interface MyWorkspaceDto {
  slug: string;
  name: string;
  role: Role;
}

export interface MemberDto {
  userId: string;
  email: string;
  name: string;
  role: Role;
  isOperator: boolean;
  isDisabled: boolean;
  joinedAt: string;
}

export interface InvitationDto {
  id: string;
  email: string;
  role: Role;
  state: InvitationState;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
}

/** What the holder of an invitation's link sees before joining. */
export interface OpenInvitationDto {
  id: string;
  workspaceName: string;
  workspaceSlug: string;
  email: string;
  role: Role;
  invitedBy: string;
  expiresAt: string;
  /** True when somebody with this e-mail address can sign in already. */
  hasAccount: boolean;
}

export interface TokenDto {
  id: string;
  name: string;
  /** First characters of the secret, by which its owner knows it. */
  prefix: string;
  scopes: Scope[];
  state: TokenState;
  /** The only workspace it works in, or null for every workspace of its owner. */
  workspaceSlug: string | null;
  ownerEmail: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

export interface UserDto {
  id: string;
  email: string;
  name: string;
  isOperator: boolean;
  isDisabled: boolean;
  hasPassword: boolean;
  /** Providers this person has signed in through. */
  providers: string[];
  workspaceCount: number;
  createdAt: string;
}

export interface AccountDto {
  userId: string;
  email: string;
  name: string;
  isOperator: boolean;
  hasPassword: boolean;
  providers: string[];
}

interface WorkspaceRow {
  slug: string;
  name: string;
  defaultRole: Role;
  createdAt: Date;
}

interface UserRow {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  isOperator: boolean;
  createdAt: Date;
  disabledAt: Date | null;
  identities: { provider: string }[];
}

interface MembershipRow {
  userId: string;
  role: Role;
  createdAt: Date;
  user: Pick<UserRow, "email" | "name" | "isOperator" | "disabledAt">;
}

interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
  invitedBy: { email: string };
}

interface TokenRow {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  user: { email: string };
  workspace: { slug: string } | null;
}

export function toWorkspaceDto(row: WorkspaceRow): WorkspaceDto {
  return {
    slug: row.slug,
    name: row.name,
    defaultRole: row.defaultRole,
    createdAt: row.createdAt.toISOString(),
  };
}

export function toMemberDto(row: MembershipRow): MemberDto {
  return {
    userId: row.userId,
    email: row.user.email,
    name: row.user.name,
    role: row.role,
    isOperator: row.user.isOperator,
    isDisabled: row.user.disabledAt !== null,
    joinedAt: row.createdAt.toISOString(),
  };
}

export function toInvitationDto(row: InvitationRow): InvitationDto {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    state: invitationState(row, new Date()),
    invitedBy: row.invitedBy.email,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}

export function toOpenInvitationDto(
  row: InvitationRow & { workspace: { slug: string; name: string } },
  hasAccount: boolean,
): OpenInvitationDto {
  return {
    id: row.id,
    workspaceName: row.workspace.name,
    workspaceSlug: row.workspace.slug,
    email: row.email,
    role: row.role,
    invitedBy: row.invitedBy.email,
    expiresAt: row.expiresAt.toISOString(),
    hasAccount,
  };
}

export function toTokenDto(row: TokenRow): TokenDto {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes.filter(isScope),
    state: tokenState(row, new Date()),
    workspaceSlug: row.workspace?.slug ?? null,
    ownerEmail: row.user.email,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

export function toUserDto(row: UserRow & { _count: { memberships: number } }): UserDto {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    isOperator: row.isOperator,
    isDisabled: row.disabledAt !== null,
    hasPassword: row.passwordHash !== null,
    providers: row.identities.map(({ provider }) => provider),
    workspaceCount: row._count.memberships,
    createdAt: row.createdAt.toISOString(),
  };
}

export function toAccountDto(row: UserRow): AccountDto {
  return {
    userId: row.id,
    email: row.email,
    name: row.name,
    isOperator: row.isOperator,
    hasPassword: row.passwordHash !== null,
    providers: row.identities.map(({ provider }) => provider),
  };
}
