import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { resolveActor } from "@/lib/access/memberships";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";

const grantSchema = z.object({
  /** What the link lets its holder do, and nothing else. */
  may: z.enum(["read", "write-part", "write-dataset", "write-source"]),
  userId: z.string(),
  workspaceId: z.string(),
  path: z.string(),
  uploadId: z.string().default(""),
  part: z.number().int().default(0),
  /** What else its door has to know. */
  about: z.json().optional(),
  /** Milliseconds since the epoch. */
  until: z.number(),
});
export type LinkGrant = z.output<typeof grantSchema>;

function signatureOf(content: string): Buffer {
  const secret = env().SLIPWAY_SECRET;
  if (!secret) throw new Error("SLIPWAY_SECRET is not set: nothing can be signed.");
  return createHmac("sha256", secret).update("artifact link\n").update(content).digest();
}

/** A text that proves a grant, for an address that works without credentials until it expires. */
export function signGrant(grant: z.input<typeof grantSchema>): string {
  const content = Buffer.from(JSON.stringify(grant)).toString("base64url");
  return `${content}.${signatureOf(content).toString("base64url")}`;
}

/** What a token would need for the same. */
const SCOPES = {
  read: "tracking:read",
  "write-part": "tracking:write",
  "write-dataset": "tracking:write",
  "write-source": "compute:launch",
} as const;

const refused = () =>
  new AppError("FORBIDDEN", "This link is not valid or has expired. Ask for a new one.");

/** The grant that a text proves. Throws FORBIDDEN for one we did not sign, or whose time is over. */
export function verifyGrant(text: string, may: LinkGrant["may"]): LinkGrant {
  const [content = "", signature = ""] = text.split(".", 2);
  const given = Buffer.from(signature, "base64url");
  const expected = signatureOf(content);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused();
  const grant = grantSchema.parse(JSON.parse(Buffer.from(content, "base64url").toString("utf8")));
  if (grant.may !== may || grant.until < Date.now()) throw refused();
  return grant;
}

/** Whoever a link was made for, with the least rights that its purpose needs, as long as they are a member. */
export function grantActor({ userId, workspaceId, may }: LinkGrant): Promise<Actor> {
  return resolveActor({
    userId,
    slug: null,
    boundTo: workspaceId,
    tokenName: "signed link",
    credential: null,
    scopes: new Set([SCOPES[may]]),
    expiresAt: null,
  });
}
