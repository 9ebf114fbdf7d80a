import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { changesOfCard } from "../rules/card-changes";
import { cardDocument, type SaveCardInput } from "../schema/cards";
import { cardHash, readCardDocument } from "../sql/cards";
import { lockVersion } from "../sql/refs";
import { modelTransaction } from "../sql/transaction";

export interface SavedCard {
  number: number;
  hash: string;
  /** False when the card said this already. */
  isNew: boolean;
}

function newestOf(tx: Tx, actor: Actor, versionId: bigint) {
  return tx.modelCardVersion.findFirst({
    where: { workspaceId: actor.workspaceId, versionId },
    orderBy: { number: "desc" },
  });
}

function outdated(basedOn: number, newest: { number: number; author: string } | null): AppError {
  return newest && newest.number > basedOn
    ? new AppError(
        "CONFLICT",
        `${newest.author} has saved card ${newest.number} meanwhile. Read it, then save your changes on top of it.`,
      )
    : new AppError("CONFLICT", `There is no card ${basedOn} of this version to change.`);
}

/**
 * Saves what a card says now as a card of its own. It names the card it was made from: whoever was faster is not
 * overwritten. What the newest card says already is not saved twice, so that a client may ask again.
 */
export async function saveModelCard(
  actor: Actor,
  { basedOn, document, note, ...ref }: SaveCardInput,
): Promise<SavedCard> {
  assertCan(actor, "model:write");
  const hash = cardHash(document);
  return modelTransaction(actor, ref.name, async (tx) => {
    const { model, version } = await lockVersion(tx, actor, ref);
    const newest = await newestOf(tx, actor, version.id);
    if (newest?.documentHash === hash) return { number: newest.number, hash, isNew: false };
    if ((newest?.number ?? 0) !== basedOn) throw outdated(basedOn, newest);
    const before = newest ? readCardDocument(newest.document) : cardDocument.parse({});
    const changes = changesOfCard(before, document).map(({ field }) => field);
    const number = basedOn + 1;
    await tx.modelCardVersion.create({
      data: {
        workspaceId: actor.workspaceId,
        versionId: version.id,
        number,
        document,
        documentHash: hash,
        changes,
        note,
        authorId: actor.userId,
        author: actor.email,
      },
    });
    await recordAudit(tx, actor, {
      action: "model-version.card-saved",
      subject: `model version ${model.name}/${version.version}`,
      before: newest ? { card: newest.number, hash: newest.documentHash } : null,
      after: { card: number, hash },
      details: { changes, note },
    });
    return { number, hash, isNew: true };
  });
}
