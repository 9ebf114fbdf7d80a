import { type CardChange, changesOfCard } from "@/lib/models/rules/card-changes";
import { type CardDocument, cardDocument } from "@/lib/models/schema/cards";

/** A card of a version; without a number where nobody had written one. */
interface BaseCard {
  version: number;
  card: number | null;
}

/** Which card a request's is held against. */
export type CardBase =
  | (BaseCard & { kind: "approved"; request: number; at: string })
  | (BaseCard & { kind: "target" })
  | { kind: "none" };

/** What was approved last for the place is what the approvers know; else what stands there; else nothing is known. */
export function cardBaseOf(
  approved: (BaseCard & { request: number; at: string }) | null,
  atTarget: BaseCard | null,
): CardBase {
  if (approved) return { kind: "approved", ...approved };
  if (atTarget) return { kind: "target", ...atTarget };
  return { kind: "none" };
}

/** What a card says otherwise than its base; everything it says is new where there is none. */
export function changesSinceBase(before: CardDocument | null, after: CardDocument): CardChange[] {
  return changesOfCard(before ?? cardDocument.parse({}), after);
}

function baseText(base: CardBase): string {
  if (base.kind === "none")
    return "Nothing was approved for this place before, and nothing is there";
  const { card, version } = base;
  const whose =
    base.kind === "approved"
      ? `version ${version}, approved last for this place in request ${base.request}`
      : `version ${version}, which is at the target without an approval on record`;
  return card === null
    ? `No card was written of ${whose}`
    : `Held against card ${card} of ${whose}`;
}

/** On what a comparison of cards rests, and what came out, in a sentence. */
export function describeCardBase(base: CardBase, changed: number): string {
  const known = baseText(base);
  if (base.kind === "none" || base.card === null) return `${known}: all of this card is new.`;
  if (changed === 0) return `${known}: it says the same.`;
  return `${known}: ${changed} ${changed === 1 ? "field differs" : "fields differ"}.`;
}
