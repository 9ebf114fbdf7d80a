import "server-only";
import { z } from "zod";
import { type Actor, assertCan, type Person, type Visitor } from "@/lib/access/actor";
import { hashSecret } from "@/lib/access/secrets";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import {
  type InvitationDto,
  type OpenInvitationDto,
  toInvitationDto,
  toOpenInvitationDto,
} from "../dto";

/** Invitations that nobody has accepted or revoked, newest first; expired ones can be renewed. */
export async function listInvitations(
  actor: Actor,
  { limit, pageToken }: PageInput,
): Promise<Page<InvitationDto>> {
  assertCan(actor, "member:manage");
  const after = lastKey(pageToken, z.uuid());
  const rows = await db().invitation.findMany({
    where: {
      workspaceId: actor.workspaceId,
      acceptedAt: null,
      revokedAt: null,
      ...(after === undefined ? {} : { id: { lt: after } }),
    },
    include: { invitedBy: true },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ id }) => id, toInvitationDto);
}

const open = () => ({ acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } });

/** What the holder of a link is invited to, or null when the link is unknown, used, revoked or too old. */
export async function findInvitation(
  _visitor: Visitor | Person,
  secret: string,
): Promise<OpenInvitationDto | null> {
  const row = await db().invitation.findFirst({
    where: { secretHash: hashSecret(secret), ...open() },
    include: { workspace: true, invitedBy: true },
  });
  if (!row) return null;
  const account = await db().user.findUnique({ where: { email: row.email } });
  return toOpenInvitationDto(row, account !== null);
}

/** The workspaces that somebody who is signed in has been invited to. */
export async function listMyInvitations(person: Person): Promise<OpenInvitationDto[]> {
  assertCan(person, "account:read");
  const rows = await db().invitation.findMany({
    where: { email: person.email, ...open() },
    include: { workspace: true, invitedBy: true },
    orderBy: { id: "desc" },
    take: 50,
  });
  return rows.map((row) => toOpenInvitationDto(row, true));
}
