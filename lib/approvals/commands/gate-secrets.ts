import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { readDocument } from "../sql/policies";
import { gateSecret } from "../sql/slow-gates";

/** Shows the secret with which a webhook gate's questions are signed, for the receiver to check them; on record. */
export async function revealGateSecret(
  actor: Actor,
  { policyId, gateKey }: { policyId: string; gateKey: string },
): Promise<{ secret: string }> {
  assertCan(actor, "policy:write");
  const { workspaceId } = actor;
  return db().$transaction(async (tx) => {
    const policy = await tx.approvalPolicy.findFirst({
      where: { id: policyId, workspaceId },
      include: { versions: { where: { status: { in: ["draft", "published"] } } } },
    });
    if (!policy) throw new AppError("NOT_FOUND", "There is no such policy in this workspace.");
    const gates = policy.versions.flatMap(({ document }) => readDocument(document).gates);
    if (!gates.some(({ key, kind }) => key === gateKey && kind === "webhook"))
      throw new AppError(
        "NOT_FOUND",
        `The policy "${policy.name}" has no gate "${gateKey}" of the kind webhook.`,
      );
    await recordAudit(tx, actor, {
      action: "approval-policy.gate-secret-shown",
      subject: `approval policy ${policy.name}`,
      details: { gate: gateKey },
    });
    return { secret: gateSecret(policyId, gateKey) };
  });
}
