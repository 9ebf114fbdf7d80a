import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { forgetActors } from "@/lib/access/program-actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { type MemberDto, toMemberDto } from "../dto";
import type { AddMemberInput, ChangeRoleInput } from "../schema";

/** The membership, with the workspace locked, so that two changes at once cannot remove the last admin. */
async function lockMember(tx: Tx, actor: Actor, userId: string) {
  await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${actor.workspaceId}::uuid FOR UPDATE`;
  const member = await tx.membership.findUnique({
    where: { workspaceId_userId: { workspaceId: actor.workspaceId, userId } },
    include: { user: true },
  });
  if (!member)
    throw new AppError("NOT_FOUND", "This person is not a member of the workspace any more.");
  return member;
}

async function assertAnotherAdmin(tx: Tx, actor: Actor, userId: string): Promise<void> {
  const others = await tx.membership.count({
    where: {
      workspaceId: actor.workspaceId,
      role: "admin",
      userId: { not: userId },
      user: { disabledAt: null },
    },
  });
  if (others === 0)
    throw new AppError(
      "CONFLICT",
      "This is the last admin of the workspace. Make somebody else an admin first.",
    );
}

/** Gives a member another role. The last admin stays one. */
export async function changeMemberRole(
  actor: Actor,
  { userId, role }: ChangeRoleInput,
): Promise<MemberDto> {
  assertCan(actor, "member:manage");
  const changed = await db().$transaction(async (tx) => {
    const member = await lockMember(tx, actor, userId);
    if (member.role === role) return member;
    if (member.role === "admin") await assertAnotherAdmin(tx, actor, userId);
    await recordAudit(tx, actor, {
      action: "member.role-changed",
      subject: `member ${userId}`,
      label: member.user.email,
      before: { role: member.role },
      after: { role },
    });
    return tx.membership.update({
      where: { workspaceId_userId: { workspaceId: actor.workspaceId, userId } },
      data: { role },
      include: { user: true },
    });
  });
  forgetActors();
  return toMemberDto(changed);
}

/** Takes somebody out of the workspace, with the tokens that worked only there. Everybody may leave by themselves. */
export async function removeMember(actor: Actor, userId: string): Promise<void> {
  assertCan(actor, userId === actor.userId ? "account:update" : "member:manage");
  await db().$transaction(async (tx) => {
    const member = await lockMember(tx, actor, userId);
    if (member.role === "admin") await assertAnotherAdmin(tx, actor, userId);
    await tx.membership.delete({
      where: { workspaceId_userId: { workspaceId: actor.workspaceId, userId } },
    });
    await tx.apiToken.updateMany({
      where: { workspaceId: actor.workspaceId, userId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    await recordAudit(tx, actor, {
      action: userId === actor.userId ? "member.left" : "member.removed",
      subject: `member ${userId}`,
      label: member.user.email,
      before: { role: member.role },
    });
  });
  forgetActors();
}

/** Makes a user of this installation a member at once, without an invitation. */
export async function addMember(actor: Actor, input: AddMemberInput): Promise<MemberDto> {
  assertCan(actor, "user:read");
  const { email, role } = input;
  try {
    const member = await db().$transaction(async (tx) => {
      const user = await tx.user.findUnique({ where: { email } });
      if (!user)
        throw new AppError(
          "NOT_FOUND",
          `Nobody here has the e-mail address ${email}. Invite them.`,
        );
      await recordAudit(tx, actor, {
        action: "member.added",
        subject: `member ${user.id}`,
        label: email,
        after: { role },
      });
      return tx.membership.create({
        data: { workspaceId: actor.workspaceId, userId: user.id, role },
        include: { user: true },
      });
    });
    forgetActors();
    return toMemberDto(member);
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError("ALREADY_EXISTS", `${email} is a member of this workspace already.`);
    throw error;
  }
}
