import { canonicalJson } from "@/lib/core/canonical-json";
import type { CardDocument, CardField } from "../schema/cards";
import { CARD_FIELDS } from "./card-fields";

export interface CardChange {
  field: CardField;
  kind: "added" | "removed" | "changed";
  before: CardDocument[CardField];
  after: CardDocument[CardField];
}

const isSilent = (value: CardDocument[CardField]) => value.length === 0 || value === "unknown";

/** What one card says otherwise than another, field by field, in the order in which a card is read. */
export function changesOfCard(before: CardDocument, after: CardDocument): CardChange[] {
  return CARD_FIELDS.flatMap(({ field }): CardChange[] => {
    const [old, now] = [before[field], after[field]];
    if (canonicalJson(old) === canonicalJson(now)) return [];
    const kind = isSilent(old) ? "added" : isSilent(now) ? "removed" : "changed";
    return [{ field, kind, before: old, after: now }];
  });
}
