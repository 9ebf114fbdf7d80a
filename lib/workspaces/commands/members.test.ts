import { describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { lastAudit } from "@/lib/testing/audit";
import { makeActor, makeActors, makeWorkspace, setUpDatabase } from "@/lib/testing/database";
import { listMembers } from "../queries/members";
import { addMember, changeMemberRole, removeMember } from "./members";
import { createToken } from "./tokens";

setUpDatabase();

describe("members", () => {
  test("are changed by admins only, and the change is on record", async () => {
    const { admin, approver, contributor, viewer } = await makeActors();
    for (const actor of [approver, contributor, viewer])
      await expect(
        changeMemberRole(actor, { userId: viewer.userId, role: "admin" }),
      ).rejects.toMatchObject({ code: "FORBIDDEN" });
    const changed = await changeMemberRole(admin, { userId: viewer.userId, role: "approver" });
    expect(changed).toMatchObject({ email: viewer.email, role: "approver" });
    expect(await lastAudit(admin)).toMatchObject({
      action: "member.role-changed",
      subject: `member ${viewer.userId}`,
      label: viewer.email,
      before: { role: "viewer" },
      after: { role: "approver" },
      role: "admin",
      actor: admin.email,
    });
  });

  test("of another workspace are not found", async () => {
    const admin = await makeActor();
    const stranger = await makeActor();
    await expect(
      changeMemberRole(admin, { userId: stranger.userId, role: "viewer" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(removeMember(admin, stranger.userId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await listMembers(admin, { limit: 50, search: "" })).items).toHaveLength(1);
  });

  test("keep a last admin, who can neither be demoted nor leave", async () => {
    const { admin } = await makeActors();
    await expect(
      changeMemberRole(admin, { userId: admin.userId, role: "viewer" }),
    ).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringMatching(/last admin/) });
    await expect(removeMember(admin, admin.userId)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("keep an admin even when two admins demote each other at once", async () => {
    const workspace = await makeWorkspace();
    const one = await makeActor({ workspace });
    const two = await makeActor({ workspace });
    const outcomes = await Promise.allSettled([
      changeMemberRole(one, { userId: two.userId, role: "viewer" }),
      changeMemberRole(two, { userId: one.userId, role: "viewer" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(
      await db().membership.count({ where: { workspaceId: workspace.id, role: "admin" } }),
    ).toBe(1);
  });

  test("a disabled admin does not count as the remaining one", async () => {
    const workspace = await makeWorkspace();
    const one = await makeActor({ workspace });
    const two = await makeActor({ workspace });
    await db().user.update({ where: { id: two.userId }, data: { disabledAt: new Date() } });
    await expect(removeMember(one, one.userId)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("may leave by themselves, and their tokens for the workspace end", async () => {
    const { viewer } = await makeActors();
    const { token } = await createToken(viewer, {
      name: "laptop",
      scopes: ["tracking:read"],
      expiresInDays: null,
      isBound: true,
    });
    await removeMember(viewer, viewer.userId);
    const row = await db().apiToken.findUniqueOrThrow({ where: { id: token.id } });
    expect(row.revokedAt).not.toBeNull();
    expect(await lastAudit(viewer)).toMatchObject({ action: "member.left" });
  });

  test("are added at once by operators, once each", async () => {
    const operator = await makeActor({ isOperator: true });
    const stranger = await makeActor();
    const input = { email: stranger.email, role: "contributor" as const };
    await expect(addMember(await makeActor(), input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await addMember(operator, input)).toMatchObject(input);
    await expect(addMember(operator, input)).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    await expect(
      addMember(operator, { email: "nobody@example.org", role: "viewer" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("are listed in pages, by address, and searched by name or address", async () => {
    const workspace = await makeWorkspace();
    const emails = ["ada@x.org", "bob@x.org", "cleo@x.org", "dan@x.org", "eve@y.org"];
    const actors = await Promise.all(emails.map((email) => makeActor({ workspace, email })));
    const [reader] = actors;
    if (!reader) throw new Error("no actor");
    const seen: string[] = [];
    for (let pageToken: string | undefined, more = true; more; ) {
      const page = await listMembers(reader, { limit: 2, search: "", pageToken });
      seen.push(...page.items.map(({ email }) => email));
      pageToken = page.nextPageToken;
      more = pageToken !== undefined;
    }
    expect(seen).toEqual(emails);
    const found = await listMembers(reader, { limit: 50, search: "Y.ORG" });
    expect(found.items.map(({ email }) => email)).toEqual(["eve@y.org"]);
    await expect(
      listMembers(reader, { limit: 2, search: "", pageToken: "not a token" }),
    ).rejects.toMatchObject({ code: "INVALID" });
  });
});
