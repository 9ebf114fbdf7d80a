import { formatNumber } from "@/lib/core/format";
import type { CardDocument, CardField } from "@/lib/models/schema/cards";

type Item = Exclude<CardDocument[CardField], string>[number];

function lineOf(item: Item): string {
  if (typeof item === "string") return item;
  if ("metric" in item) {
    const where = [item.slice, item.dataset].filter(Boolean).join(", ");
    return `${item.metric}: ${formatNumber(item.value)}${where === "" ? "" : ` (${where})`}`;
  }
  if ("title" in item) return `${item.title}: ${item.text}`;
  return [item.name, item.version, item.reference].filter(Boolean).join(", ");
}

/** What a field of a card says, a line for each thing it lists. */
export function cardLines(value: CardDocument[CardField]): string[] {
  return typeof value === "string" ? [value] : value.map(lineOf);
}
