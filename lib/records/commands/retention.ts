import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import type { RetentionDto } from "../dto";
import { retentionOf } from "../rules";
import type { RetentionInput } from "../schema";

const asValues = (rules: readonly RetentionDto[]) =>
  Object.fromEntries(rules.map(({ tier, months }) => [tier, months]));

/** Sets for how long names and values are kept, tier by tier. What is gone already does not come back. */
export async function reviseRetention(
  actor: Actor,
  { tiers }: RetentionInput,
): Promise<{ items: RetentionDto[] }> {
  assertCan(actor, "retention:manage");
  const { workspaceId } = actor;
  return db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM workspaces WHERE id = ${workspaceId}::uuid FOR UPDATE`;
    const before = retentionOf(await tx.retentionRule.findMany({ where: { workspaceId } }));
    for (const [tier, months] of Object.entries(tiers)) {
      const where = { workspaceId_tier: { workspaceId, tier } };
      if (months === null || months === undefined)
        await tx.retentionRule.deleteMany({ where: { workspaceId, tier } });
      else
        await tx.retentionRule.upsert({
          where,
          create: { workspaceId, tier, months },
          update: { months, updatedAt: new Date() },
        });
    }
    const items = retentionOf(await tx.retentionRule.findMany({ where: { workspaceId } }));
    await recordAudit(tx, actor, {
      action: "retention.revised",
      subject: `retention ${actor.workspaceSlug}`,
      before: asValues(before),
      after: asValues(items),
    });
    return { items };
  });
}
