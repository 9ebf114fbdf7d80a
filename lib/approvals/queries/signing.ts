import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { signingNeed } from "../rules/signing";

/** What a signature of the asker needs now. */
export async function getSigningNeed(actor: Actor) {
  assertCan(actor, "approval:read");
  const user = await db().user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { passwordHash: true, _count: { select: { identities: true } } },
  });
  const account = {
    hasPassword: user.passwordHash !== null,
    hasProvider: user._count.identities > 0,
  };
  return signingNeed(actor, account, new Date());
}
