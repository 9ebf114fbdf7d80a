import { diffArrays } from "diff";
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

/** What an entry is about: it is the same one with another value where this agrees. */
function subjectOf(item: Item): string {
  if (typeof item === "string") return item;
  if ("metric" in item) return JSON.stringify([item.metric, item.slice, item.dataset]);
  return "title" in item ? item.title : item.name;
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

/** Words, spaces and marks; a number is one word, with its decimals. */
const wordsOf = (text: string): string[] =>
  text.match(/[\p{L}\p{M}\p{N}_]+(?:[.,]\p{N}+)*|\s+|./gsu) ?? [];

function textDiff(before: string, after: string): DiffPart[] {
  if (before === "" || after === "") return whole(before, after);
  const parts = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: MAX_EDITS });
  return parts ? parts.map((part) => toPart(part, part.value.join(""))) : whole(before, after);
}

interface Entry {
  subject: string;
  text: string;
}

const entriesOf = (value: Value): Entry[] =>
  typeof value === "string"
    ? [{ subject: value, text: value }]
    : value.map((item) => ({ subject: subjectOf(item), text: lineOf(item) }));

/** Entries of a list; what became of one stands below what it was. */
function entryDiff(before: readonly Entry[], after: readonly Entry[]): DiffPart[] {
  const parts = diffArrays([...before], [...after], { comparator: (a, b) => a.text === b.text });
  const lines: (DiffPart & Entry)[] = parts.flatMap((part) =>
    part.value.map((entry) => ({ ...entry, ...toPart(part, entry.text) })),
  );
  const arrivals = lines.filter(({ kind }) => kind === "added");
  const taken = new Set<Entry>();
  const successors = new Map<Entry, DiffPart & Entry>();
  for (const line of lines.filter(({ kind }) => kind === "removed")) {
    const next = arrivals.find((one) => one.subject === line.subject && !taken.has(one));
    if (!next) continue;
    taken.add(next);
    successors.set(line, next);
  }
  return lines
    .filter((line) => !taken.has(line))
    .flatMap((line) => {
      const next = successors.get(line);
      return next ? [line, next] : [line];
    })
    .map(({ kind, text }) => ({ kind, text }));
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
  return { kind: "lines", lines: entryDiff(entriesOf(before), entriesOf(after)) };
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
