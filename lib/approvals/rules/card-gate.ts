import {
  cardFieldLabel,
  missingCardFields,
  REQUIRED_CARD_FIELDS,
} from "@/lib/models/rules/card-fields";
import type { CardDocument } from "@/lib/models/schema/cards";
import type { ConfigOf } from "../schema/gates";
import type { Finding } from "./findings";

export interface CardFacts {
  number: number;
  hash: string;
  document: CardDocument;
}

/** Whether the newest card of a version says all that is asked for. */
export function judgeCard({ fields }: ConfigOf<"card_complete">, card: CardFacts | null): Finding {
  const asked = fields.length === 0 ? REQUIRED_CARD_FIELDS : fields;
  const common = { threshold: `${asked.length} fields filled`, freshUntil: null };
  if (!card)
    return {
      ...common,
      verdict: "not_run",
      observed: "no card",
      summary: "The version has no model card yet. Write one.",
      evidence: { asked, card: null },
    };
  const missing = missingCardFields(card.document, asked);
  const labels = missing.map(cardFieldLabel).join(", ");
  return {
    ...common,
    verdict: missing.length === 0 ? "pass" : "fail",
    observed: `${asked.length - missing.length} of ${asked.length} in card ${card.number}`,
    summary:
      missing.length === 0
        ? `Card ${card.number} says all that is asked for.`
        : `Card ${card.number} says nothing of: ${labels}.`,
    evidence: { asked, missing, card: { number: card.number, hash: card.hash } },
  };
}
