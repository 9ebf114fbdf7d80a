import "server-only";
import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/core/canonical-json";
import type { Tx } from "@/lib/db/client";
import { missingCardFields } from "../rules/card-fields";
import { type CardDocument, type CardField, cardDocument } from "../schema/cards";

/** SHA-256 of the canonical JSON: what a signature on a card is about. */
export function cardHash(document: CardDocument): string {
  return createHash("sha256").update(canonicalJson(document)).digest("hex");
}

/** Documents were parsed before they were stored. */
export function readCardDocument(stored: unknown): CardDocument {
  return cardDocument.parse(stored);
}

interface StoredCard {
  number: number;
  hash: string;
  document: CardDocument;
  /** What a complete card would still say. */
  missing: CardField[];
}

/** The newest card of a version, by the version's id; null while nobody has saved one. */
export async function readNewestCard(
  tx: Tx,
  workspaceId: string,
  versionId: bigint,
): Promise<StoredCard | null> {
  const row = await tx.modelCardVersion.findFirst({
    where: { workspaceId, versionId },
    orderBy: { number: "desc" },
  });
  if (!row) return null;
  const document = readCardDocument(row.document);
  return {
    number: row.number,
    hash: row.documentHash,
    document,
    missing: missingCardFields(document),
  };
}
