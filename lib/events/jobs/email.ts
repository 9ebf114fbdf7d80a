import "server-only";
import { createTransport } from "nodemailer";
import { z } from "zod";
import { env, publicUrl } from "@/lib/core/env";
import { db } from "@/lib/db/client";
import { defineHandler } from "@/lib/queue/handler";
import { emailOf } from "../rules/email";

const SMTP_MS = 20_000;

/** The mail server's address with deadlines, which it may set itself. */
function withDeadlines(address: string): string {
  const url = new URL(address);
  for (const name of ["connectionTimeout", "greetingTimeout", "socketTimeout"])
    if (!url.searchParams.has(name)) url.searchParams.set(name, String(SMTP_MS));
  return url.href;
}

/** Sends one notification by e-mail, unless its reader has been shut out meanwhile. */
export const emailHandler = defineHandler(
  "notification.email",
  z.object({ notificationId: z.uuid() }),
  { maxAttempts: 8, deadlineMs: 60_000 },
  async ({ notificationId }) => {
    const { SMTP_URL, SMTP_FROM } = env();
    const row = await db().notification.findUnique({
      where: { id: notificationId },
      include: { user: true, workspace: { select: { name: true } } },
    });
    if (!SMTP_URL || !row || row.emailedAt || row.user.disabledAt) return;
    const isMember = await db().membership.count({
      where: { workspaceId: row.workspaceId, userId: row.userId },
    });
    if (isMember === 0 && !row.user.isOperator) return;
    const transport = createTransport(withDeadlines(SMTP_URL));
    try {
      await transport.sendMail({
        from: SMTP_FROM,
        to: { name: row.user.name, address: row.user.email },
        // The same however often it is tried, so that a mail program shows one that came twice once.
        messageId: `<${row.id}@slipway>`,
        headers: { "Auto-Submitted": "auto-generated" },
        ...emailOf(
          { title: row.title, body: row.body, workspace: row.workspace.name },
          publicUrl() + row.href,
        ),
      });
    } finally {
      transport.close();
    }
    await db().notification.updateMany({
      where: { id: row.id, workspaceId: row.workspaceId },
      data: { emailedAt: new Date() },
    });
  },
);
