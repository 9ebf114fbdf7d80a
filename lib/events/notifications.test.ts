import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { settleEnv } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { QueueConsumer } from "@/lib/queue/consumer";
import { makeActor, makeActors, setUpDatabase } from "@/lib/testing/database";
import { choosePreference, markRead } from "./commands/notifications";
import { emailHandler } from "./jobs/email";
import { type NewNotification, notify } from "./notify";
import { getUnread, listNotifications, listPreferences } from "./queries/notifications";

setUpDatabase();

interface Mail {
  from: string;
  to: string[];
  text: string;
}
const mails: Mail[] = [];
let refusals = 0;
const smtp = new SMTPServer({
  disabledCommands: ["STARTTLS"],
  authOptional: true,
  onAuth: ({ username, password }, _session, done) =>
    done(username === "slipway" && password === "p@ss" ? null : new Error("no"), {
      user: "slipway",
    }),
  onData: (stream, { envelope }, done) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      if (refusals-- > 0) return done(Object.assign(new Error("later"), { responseCode: 451 }));
      mails.push({
        from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
        to: envelope.rcptTo.map(({ address }) => address),
        text: Buffer.concat(chunks).toString("utf8"),
      });
      done();
    });
  },
});

let consumer: QueueConsumer;
beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo.
  const { port } = smtp.server.address() as AddressInfo;
  settleEnv({
    SMTP_URL: `smtp://slipway:p%40ss@127.0.0.1:${port}`,
    SMTP_FROM: "Slipway <slipway@example.org>",
  });
});
beforeEach(() => {
  mails.length = 0;
  refusals = 0;
  consumer = new QueueConsumer([emailHandler]);
  consumer.start();
});
afterEach(() => consumer.stop());
afterAll(() => new Promise<void>((resolve) => smtp.close(resolve)));

const tell = (workspaceId: string, userIds: string[], more: Partial<NewNotification> = {}) =>
  db().$transaction((tx) =>
    notify(tx, {
      workspaceId,
      userIds,
      kind: "approval.requested",
      title: "churn 3 waits\r\nBcc: everybody@example.org",
      href: "/default/approvals/1",
      body: "<b>Please</b> decide.",
      ...more,
    }),
  );

describe("a notification", () => {
  it("reaches whom it names in the app and by e-mail, and nobody else", async () => {
    const { approver, viewer } = await makeActors();
    const stranger = await makeActor();
    await tell(approver.workspaceId, [approver.userId, approver.userId, stranger.userId]);
    expect(await getUnread(approver)).toMatchObject({ unread: 1, newest: [{ isRead: false }] });
    expect(await getUnread(viewer)).toEqual({ unread: 0, newest: [] });
    expect(await getUnread(stranger)).toEqual({ unread: 0, newest: [] });
    await vi.waitFor(() => expect(mails).toHaveLength(1), { timeout: 60_000 });
    expect(mails[0]).toMatchObject({ from: "slipway@example.org", to: [approver.email] });
    const { text } = mails[0] ?? { text: "" };
    expect(text.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/m);
    expect(text).toContain("/default/approvals/1");
    expect(text).toContain("&lt;b&gt;Please&lt;/b&gt;");
  });

  it("is sent again when the mail server was busy, and once in the end", async () => {
    const { approver } = await makeActors();
    refusals = 1;
    await tell(approver.workspaceId, [approver.userId]);
    await vi.waitFor(
      async () =>
        expect(
          await db().notification.findFirst({ where: { userId: approver.userId } }),
        ).toMatchObject({ emailedAt: expect.any(Date) }),
      { timeout: 60_000 },
    );
    expect(mails).toHaveLength(1);
  });

  it("comes as its reader chose", async () => {
    const { approver } = await makeActors();
    const kind = "approval.requested";
    await choosePreference(approver, { kind, isInApp: false, isEmailed: false });
    await tell(approver.workspaceId, [approver.userId]);
    expect(await db().notification.count({ where: { userId: approver.userId } })).toBe(0);
    await choosePreference(approver, { kind, isInApp: false, isEmailed: true });
    await tell(approver.workspaceId, [approver.userId]);
    await vi.waitFor(() => expect(mails).toHaveLength(1), { timeout: 60_000 });
    expect(await getUnread(approver)).toEqual({ unread: 0, newest: [] });
    expect((await listPreferences(approver)).find((one) => one.kind === kind)).toEqual({
      kind,
      isInApp: false,
      isEmailed: true,
    });
  });

  it("is not sent to somebody who has been shut out meanwhile", async () => {
    const { approver } = await makeActors();
    await consumer.stop();
    await tell(approver.workspaceId, [approver.userId]);
    await db().membership.deleteMany({ where: { userId: approver.userId } });
    const row = await db().notification.findFirstOrThrow({ where: { userId: approver.userId } });
    const attempt = { number: 1, isLast: false, signal: new AbortController().signal };
    await emailHandler.run({ notificationId: row.id }, attempt);
    expect(mails).toEqual([]);
  });

  it("is marked as read by its reader only, one or all, in pages", async () => {
    const { approver, viewer } = await makeActors();
    const kind = "approval.commented";
    for (const title of ["a", "b", "c"])
      await tell(approver.workspaceId, [approver.userId], { kind, title });
    const first = await listNotifications(approver, { limit: 2, show: "all" });
    expect(first.items.map(({ title }) => title)).toEqual(["c", "b"]);
    const { nextPageToken: pageToken } = first;
    const second = await listNotifications(approver, { limit: 2, show: "all", pageToken });
    expect(second.items.map(({ title }) => title)).toEqual(["a"]);
    const ids = first.items.slice(0, 1).map(({ id }) => id);
    await markRead(viewer, { notificationIds: ids });
    expect((await getUnread(approver)).unread).toBe(3);
    await markRead(approver, { notificationIds: ids });
    expect((await getUnread(approver)).unread).toBe(2);
    const unread = await listNotifications(approver, { limit: 5, show: "unread" });
    expect(unread.items.map(({ title }) => title)).toEqual(["b", "a"]);
    await markRead(approver, {});
    expect((await getUnread(approver)).unread).toBe(0);
  });
});
