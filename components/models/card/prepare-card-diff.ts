import { diffArrays, diffWordsWithSpace } from "diff";
import type { DiffPart } from "@/components/runs/compare/prepare-text-diff";
import { formatNumber } from "@/lib/core/format";
import type { CardChange } from "@/lib/models/rules/card-changes";
import { sliceLabel } from "@/lib/models/rules/card-results";
import { ratingLabel } from "./risk-badge";

/** A text longer than this many differences is shown as removed and added whole: to find them would take too long. */
const MAX_EDITS = 2_000;

type Value = CardChange["before"];
type Item = Exclude<Value, string>[number];

/** One entry of a list in a line of words. */
function lineOf(item: Item): string {
  if (typeof item === "string") return item;
  if ("metric" in item) {
    const about = [sliceLabel(item.slice), item.dataset].filter(Boolean).join(", ");
    return `${item.metric}${about ? ` (${about})` : ""} = ${formatNumber(item.value)}`;
  }
  if ("title" in item) return item.text ? `${item.title}\n${item.text}` : item.title;
  return [item.name, item.version, item.reference].filter(Boolean).join(" · ");
}

const toPart = (
  { added, removed }: { added?: boolean; removed?: boolean },
  text: string,
): DiffPart => ({ kind: added ? "added" : removed ? "removed" : "same", text });

function whole(before: string, after: string): DiffPart[] {
  const parts: DiffPart[] = [
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ];
  return parts.filter(({ text }) => text !== "");
}

function textDiff(before: string, after: string): DiffPart[] {
  if (before === "" || after === "") return whole(before, after);
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MAX_EDITS });
  return parts ? parts.map((part) => toPart(part, part.value)) : whole(before, after);
}

export type CardDiff =
  | { kind: "text"; parts: DiffPart[] }
  /** A list: whole entries came, went or stayed. */
  | { kind: "lines"; lines: DiffPart[] };

/** What one part of a card says otherwise, word by word or entry by entry. */
export function prepareCardDiff({ field, before, after }: CardChange): CardDiff {
  if (typeof before === "string" && typeof after === "string") {
    const say = (value: string) => (field === "riskRating" ? ratingOf(value) : value);
    return { kind: "text", parts: textDiff(say(before), say(after)) };
  }
  const lines = (value: Value) => (typeof value === "string" ? [value] : value.map(lineOf));
  return {
    kind: "lines",
    lines: diffArrays(lines(before), lines(after)).flatMap((part) =>
      part.value.map((text) => toPart(part, text)),
    ),
  };
}

function ratingOf(value: string): string {
  switch (value) {
    case "low":
    case "medium":
    case "high":
    case "critical":
    case "unknown":
      return ratingLabel(value);
    default:
      return value;
  }
}
