import { describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { makeActor, makeActors, setUpDatabase } from "@/lib/testing/database";
import { findInvitation, listInvitations, listMyInvitations } from "../queries/invitations";
import {
  acceptInvitation,
  acceptInvitationAsNewUser,
  createInvitation,
  renewInvitation,
  revokeInvitation,
} from "./invitations";

setUpDatabase();

const visitor = { address: "192.0.2.1" };
const newcomer = { name: "Grace", password: "a long enough one" };
const page = { limit: 50 };

describe("an invitation", () => {
  test("is made by admins only, and its secret is stored as a hash", async () => {
    const { admin, approver } = await makeActors();
    const input = { email: "grace@example.org", role: "contributor" as const };
    await expect(createInvitation(approver, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(listInvitations(approver, page)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { invitation, secret } = await createInvitation(admin, input);
    const row = await db().invitation.findUniqueOrThrow({ where: { id: invitation.id } });
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(JSON.stringify(await listInvitations(admin, page))).not.toContain(secret);
    expect(await findInvitation(visitor, secret)).toMatchObject({
      email: input.email,
      role: "contributor",
      hasAccount: false,
      workspaceSlug: admin.workspaceSlug,
    });
  });

  test("lets somebody new in once, as the role it says", async () => {
    const admin = await makeActor();
    const { secret } = await createInvitation(admin, {
      email: "new@example.org",
      role: "approver",
    });
    const input = { ...newcomer, secret };
    expect(await acceptInvitationAsNewUser(visitor, input)).toEqual({
      workspaceSlug: admin.workspaceSlug,
      email: "new@example.org",
    });
    const user = await db().user.findUniqueOrThrow({
      where: { email: "new@example.org" },
      include: { memberships: true },
    });
    expect(user.memberships).toMatchObject([{ workspaceId: admin.workspaceId, role: "approver" }]);
    expect(user.passwordHash).toMatch(/^scrypt\$/);
    await expect(acceptInvitationAsNewUser(visitor, input)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await findInvitation(visitor, secret)).toBeNull();
  });

  test("is taken once when two people use the link at the same moment", async () => {
    const admin = await makeActor();
    const { secret } = await createInvitation(admin, { email: "race@example.org", role: "viewer" });
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => acceptInvitationAsNewUser(visitor, { ...newcomer, secret })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().user.count({ where: { email: "race@example.org" } })).toBe(1);
  });

  test("admits only the person it is addressed to", async () => {
    const admin = await makeActor();
    const invited = await makeActor();
    const other = await makeActor();
    const { secret, invitation } = await createInvitation(admin, {
      email: invited.email,
      role: "viewer",
    });
    await expect(acceptInvitation(other, { secret })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining(other.email),
    });
    await expect(acceptInvitation(other, { id: invitation.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await listMyInvitations(other)).toEqual([]);
    expect(await listMyInvitations(invited)).toMatchObject([{ id: invitation.id }]);
    await acceptInvitation(invited, { id: invitation.id });
    const membership = await db().membership.findFirst({
      where: { workspaceId: admin.workspaceId, userId: invited.userId },
    });
    expect(membership?.role).toBe("viewer");
  });

  test("does not make a second account for an address that has one", async () => {
    const admin = await makeActor();
    const known = await makeActor();
    const { secret } = await createInvitation(admin, { email: known.email, role: "viewer" });
    await expect(acceptInvitationAsNewUser(visitor, { ...newcomer, secret })).rejects.toMatchObject(
      { code: "CONFLICT" },
    );
    // The failed attempt did not use it up.
    expect(await findInvitation(visitor, secret)).toMatchObject({ hasAccount: true });
  });

  test("ends when it is revoked, expired or replaced; renewing gives a new link only", async () => {
    const admin = await makeActor();
    const first = await createInvitation(admin, { email: "slow@example.org", role: "viewer" });
    const second = await createInvitation(admin, { email: "slow@example.org", role: "approver" });
    expect(await findInvitation(visitor, first.secret)).toBeNull();
    await db().invitation.update({
      where: { id: second.invitation.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect(await findInvitation(visitor, second.secret)).toBeNull();
    expect((await listInvitations(admin, page)).items).toMatchObject([
      { id: second.invitation.id, state: "expired" },
    ]);
    const renewed = await renewInvitation(admin, second.invitation.id);
    expect(await findInvitation(visitor, second.secret)).toBeNull();
    expect(await findInvitation(visitor, renewed.secret)).toMatchObject({ role: "approver" });
    await revokeInvitation(admin, second.invitation.id);
    expect(await findInvitation(visitor, renewed.secret)).toBeNull();
    await expect(renewInvitation(admin, second.invitation.id)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(
      acceptInvitationAsNewUser(visitor, { ...newcomer, secret: renewed.secret }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of another workspace can be neither renewed nor revoked", async () => {
    const admin = await makeActor();
    const { invitation } = await createInvitation(admin, {
      email: "x@example.org",
      role: "viewer",
    });
    const foreign = await makeActor();
    for (const attempt of [renewInvitation, revokeInvitation])
      await expect(attempt(foreign, invitation.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is refused for somebody who is a member already", async () => {
    const { admin, viewer } = await makeActors();
    await expect(
      createInvitation(admin, { email: viewer.email, role: "admin" }),
    ).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  });

  test("refuses a weak password and stays open", async () => {
    const admin = await makeActor();
    const { secret } = await createInvitation(admin, { email: "weak@example.org", role: "viewer" });
    await expect(
      acceptInvitationAsNewUser(visitor, { secret, name: "W", password: "password1234" }),
    ).rejects.toMatchObject({ code: "INVALID", fields: { password: expect.any(String) } });
    expect(await findInvitation(visitor, secret)).not.toBeNull();
  });
});
