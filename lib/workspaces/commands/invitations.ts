import "server-only";
import { type Actor, assertCan, type Person, type Visitor } from "@/lib/access/actor";
import { hashPassword } from "@/lib/access/passwords";
import { forgetActors } from "@/lib/access/program-actor";
import { hashSecret, newInvitationSecret } from "@/lib/access/secrets";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { type InvitationDto, toInvitationDto } from "../dto";
import { invitationState, passwordProblem } from "../rules";
import type { AcceptAsNewUserInput, InviteInput } from "../schema";

const OPEN_DAYS = 7;
const expiry = () => new Date(Date.now() + OPEN_DAYS * 86_400_000);

/** An invitation and the secret of its link, which is not kept and cannot be shown again. */
export interface NewInvitation {
  invitation: InvitationDto;
  secret: string;
}

/** Invites an e-mail address. An earlier open invitation of the same address is replaced. */
export async function createInvitation(actor: Actor, input: InviteInput): Promise<NewInvitation> {
  assertCan(actor, "member:manage");
  const { email, role } = input;
  const secret = newInvitationSecret();
  const invitation = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${actor.workspaceId}::uuid FOR UPDATE`;
    const member = await tx.membership.findFirst({
      where: { workspaceId: actor.workspaceId, user: { email } },
    });
    if (member)
      throw new AppError("ALREADY_EXISTS", `${email} is a member of this workspace already.`, {
        email: "Is a member already.",
      });
    await tx.invitation.updateMany({
      where: { workspaceId: actor.workspaceId, email, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    const row = await tx.invitation.create({
      data: {
        workspaceId: actor.workspaceId,
        email,
        role,
        secretHash: hashSecret(secret),
        invitedById: actor.userId,
        expiresAt: expiry(),
      },
      include: { invitedBy: true },
    });
    await recordAudit(tx, actor, {
      action: "invitation.created",
      subject: `invitation ${row.id}`,
      label: email,
      after: { role, expiresAt: row.expiresAt.toISOString() },
    });
    return row;
  });
  return { invitation: toInvitationDto(invitation), secret };
}

async function lockInvitation(tx: Tx, actor: Actor, id: string) {
  await tx.$queryRaw`SELECT 1 FROM invitations WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.invitation.findFirst({ where: { id, workspaceId: actor.workspaceId } });
  if (!row) throw new AppError("NOT_FOUND", "This invitation does not exist.");
  const state = invitationState(row, new Date());
  if (state === "accepted" || state === "revoked")
    throw new AppError("CONFLICT", `This invitation was ${state} already.`);
  return row;
}

/** A new link for an invitation, which may have expired; the old link stops working. */
export async function renewInvitation(actor: Actor, id: string): Promise<NewInvitation> {
  assertCan(actor, "member:manage");
  const secret = newInvitationSecret();
  const invitation = await db().$transaction(async (tx) => {
    const { email } = await lockInvitation(tx, actor, id);
    await recordAudit(tx, actor, {
      action: "invitation.renewed",
      subject: `invitation ${id}`,
      label: email,
    });
    return tx.invitation.update({
      where: { id, workspaceId: actor.workspaceId },
      data: { secretHash: hashSecret(secret), expiresAt: expiry() },
      include: { invitedBy: true },
    });
  });
  return { invitation: toInvitationDto(invitation), secret };
}

export async function revokeInvitation(actor: Actor, id: string): Promise<void> {
  assertCan(actor, "member:manage");
  await db().$transaction(async (tx) => {
    const { email } = await lockInvitation(tx, actor, id);
    await tx.invitation.update({
      where: { id, workspaceId: actor.workspaceId },
      data: { revokedAt: new Date() },
    });
    await recordAudit(tx, actor, {
      action: "invitation.revoked",
      subject: `invitation ${id}`,
      label: email,
    });
  });
}

/** Which invitation is meant: by the secret of its link, or one that is addressed to the person who asks. */
export type InvitationKey = { secret: string } | { id: string };

/** Takes an open invitation, once and for good. Throws NOT_FOUND for all others alike. */
async function takeInvitation(tx: Tx, key: InvitationKey) {
  const where = "secret" in key ? { secretHash: hashSecret(key.secret) } : { id: key.id };
  const { count } = await tx.invitation.updateMany({
    where: { ...where, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
    data: { acceptedAt: new Date() },
  });
  const row = await tx.invitation.findFirst({ where, include: { workspace: true } });
  if (count === 0 || !row)
    throw new AppError(
      "NOT_FOUND",
      "This invitation is not valid: it was used, revoked, or is too old. Ask for a new one.",
    );
  return row;
}

type TakenInvitation = Awaited<ReturnType<typeof takeInvitation>>;

async function join(tx: Tx, invitation: TakenInvitation, user: Pick<Person, "userId" | "email">) {
  const { workspaceId, role, workspace } = invitation;
  await tx.membership.upsert({
    where: { workspaceId_userId: { workspaceId, userId: user.userId } },
    create: { workspaceId, userId: user.userId, role },
    update: {},
  });
  await recordAudit(
    tx,
    { ...user, tokenName: null, workspaceId },
    {
      action: "invitation.accepted",
      subject: `invitation ${invitation.id}`,
      label: user.email,
      after: { role, member: user.userId },
    },
  );
  return { workspaceSlug: workspace.slug };
}

/** Somebody who is signed in joins the workspace they were invited to. */
export async function acceptInvitation(
  person: Person,
  key: InvitationKey,
): Promise<{ workspaceSlug: string }> {
  assertCan(person, "account:update");
  const joined = await db().$transaction(async (tx) => {
    const invitation = await takeInvitation(tx, key);
    if (invitation.email !== person.email) {
      // Who holds no secret learns nothing of other people's invitations.
      if ("id" in key) throw new AppError("NOT_FOUND", "This invitation is not valid.");
      throw new AppError(
        "FORBIDDEN",
        `This invitation is for ${invitation.email}, and you are signed in as ${person.email}. Sign in as ${invitation.email}, or ask for an invitation of your own address.`,
      );
    }
    return join(tx, invitation, person);
  });
  forgetActors();
  return joined;
}

/** Somebody new makes an account and joins. The link proves the address: it was sent there by an admin. */
export async function acceptInvitationAsNewUser(
  _visitor: Visitor,
  { secret, name, password }: AcceptAsNewUserInput,
): Promise<{ workspaceSlug: string; email: string }> {
  const hash = hashSecret(secret);
  const found = await db().invitation.findUnique({ where: { secretHash: hash } });
  const problem = found ? passwordProblem(password, found.email) : null;
  if (problem) throw new AppError("INVALID", problem, { password: problem });
  // A stranger without a valid link costs no hashing.
  const passwordHash =
    found && invitationState(found, new Date()) === "open" ? await hashPassword(password) : "";
  try {
    return await db().$transaction(async (tx) => {
      const invitation = await takeInvitation(tx, { secret });
      const { email } = invitation;
      const user = await tx.user.create({ data: { email, name, passwordHash } });
      return { ...(await join(tx, invitation, { userId: user.id, email })), email };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("CONFLICT", "You have an account already. Sign in, then join.");
    throw error;
  }
}
