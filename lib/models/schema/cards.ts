import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";

export const CARD_RATINGS = ["unknown", "low", "medium", "high", "critical"] as const;
export type CardRating = (typeof CARD_RATINGS)[number];

export const CARD_EXPORTS = ["html", "json", "huggingface"] as const;
export type CardExport = (typeof CARD_EXPORTS)[number];

export const CARD_LIMITS = {
  prose: 10_000,
  line: 300,
  reference: 1_000,
  tags: 30,
  datasets: 50,
  results: 200,
  sections: 12,
} as const;

const line = (what: string) =>
  storableText
    .trim()
    .max(CARD_LIMITS.line, `${what} may have at most ${CARD_LIMITS.line} characters.`);
const filled = (what: string, missing: string) => line(what).min(1, missing);
const prose = storableText
  .trim()
  .max(CARD_LIMITS.prose, "Use at most 10,000 characters.")
  .default("")
  .meta({ description: "Markdown" });

/** Data that a version was trained or evaluated on, as far as its author can name it. */
export const cardDataset = z.object({
  name: filled("A dataset's name", "Name the dataset."),
  /** Number, revision or digest of what was read. */
  version: line("A version").default(""),
  /** What names its content: a hash, an address. */
  reference: storableText.trim().max(CARD_LIMITS.reference).default(""),
});
export type CardDataset = z.output<typeof cardDataset>;

export const cardResult = z.object({
  metric: filled("A metric's name", "Name the metric."),
  value: z.number("Give a number."),
  /** "dimension/value" for a part of the data; empty for all of it. */
  slice: line("A slice").default(""),
  /** What it was measured on. */
  dataset: line("A dataset's name").default(""),
});
export type CardResult = z.output<typeof cardResult>;

export const cardSection = z.object({
  title: filled("A title", "Give the section a title."),
  text: prose,
});

/** A model card: everything but the free sections has a meaning that gates, exports and comparisons rely on. */
export const cardDocument = z.object({
  summary: prose,
  task: line("A task").default(""),
  libraries: z.array(filled("A library", "Name the library.")).max(CARD_LIMITS.tags).default([]),
  tags: z.array(filled("A tag", "Name the tag.")).max(CARD_LIMITS.tags).default([]),
  intendedUse: prose,
  outOfScope: prose,
  limitations: prose,
  interface: prose,
  trainingData: prose,
  trainingDatasets: z.array(cardDataset).max(CARD_LIMITS.datasets).default([]),
  evaluation: prose,
  evaluationDatasets: z.array(cardDataset).max(CARD_LIMITS.datasets).default([]),
  results: z.array(cardResult).max(CARD_LIMITS.results).default([]),
  ethics: prose,
  owner: line("An owner").default(""),
  contact: line("A contact").default(""),
  licence: line("A licence").default(""),
  riskRating: z.enum(CARD_RATINGS).default("unknown"),
  riskReason: prose,
  sections: z.array(cardSection).max(CARD_LIMITS.sections).default([]),
});
export type CardDocument = z.output<typeof cardDocument>;
export type CardField = keyof CardDocument;

const version = z.coerce.number().int().positive().max(2_147_483_647).transform(String);
const number = z.coerce.number().int().positive().max(2_147_483_647);

export const cardVersionInput = z.object({ name: storableText.min(1).max(256), version });

/** One card of a version; without a number, the newest. */
export const cardInput = cardVersionInput.extend({ card: number.optional() });
export type CardInput = z.output<typeof cardInput>;

export const listCardsInput = pageInput.extend({
  name: storableText.min(1).max(256),
  /** Absent: cards of every version of the model. */
  version: version.optional(),
});
export type ListCardsInput = z.output<typeof listCardsInput>;

export const saveCard = z.object({
  /** The card that was read before it was changed; 0 when there was none. */
  basedOn: z.coerce.number().int().min(0).max(2_147_483_647),
  document: cardDocument.strict(),
  note: storableText.trim().max(2_000, "Use at most 2,000 characters.").default(""),
});
export const saveCardInput = cardVersionInput.extend(saveCard.shape);
export type SaveCardInput = z.output<typeof saveCardInput>;
export const saveCardOnScreenInput = saveCardInput.extend({ workspace: z.string().min(1).max(63) });
/** What the form of a card holds. */
export const cardForm = saveCard.pick({ document: true, note: true });

/** Which card to hold against one; of another version when that is named. */
export const cardComparison = z.object({
  withVersion: version.optional(),
  withCard: number.optional(),
});
export const compareCardsInput = cardInput.extend(cardComparison.shape);
export type CompareCardsInput = z.output<typeof compareCardsInput>;

export const exportCardInput = cardInput.extend({ format: z.enum(CARD_EXPORTS).default("json") });
export type ExportCardInput = z.output<typeof exportCardInput>;
