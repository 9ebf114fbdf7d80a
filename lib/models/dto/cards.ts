import type { Page } from "@/lib/core/page";
import type { CardChange } from "../rules/card-changes";
import type { CardDocument, CardField } from "../schema/cards";

/** One saved card, as lists name it. */
export interface CardSummaryDto {
  /** Of the model's version. */
  version: number;
  number: number;
  hash: string;
  author: string;
  note: string;
  /** Which fields differ from the card before it; every filled one of the first. */
  changes: string[];
  createdAt: number;
}

export interface CardDto extends CardSummaryDto {
  model: string;
  document: CardDocument;
  /** What a complete card would still say. */
  missing: CardField[];
}

export type CardListDto = Page<CardSummaryDto>;

export interface ModelCardDto {
  model: string;
  version: number;
  /** Null while nobody has saved one. */
  card: CardDto | null;
  /** The newest card's number: what a change is based on. 0 while there is none. */
  newest: number;
}

/** What is known without asking anybody, field by field with where it comes from. Nothing of it is saved. */
export interface CardProposalDto {
  document: CardDocument;
  sources: Partial<Record<CardField, string>>;
}

export interface CardComparisonDto {
  before: CardSummaryDto;
  after: CardSummaryDto;
  changes: CardChange[];
}

interface CardRow {
  number: number;
  documentHash: string;
  author: string;
  note: string;
  changes: string[];
  createdAt: Date;
}

export function toCardSummaryDto(row: CardRow, version: number): CardSummaryDto {
  return {
    version,
    number: row.number,
    hash: row.documentHash,
    author: row.author,
    note: row.note,
    changes: row.changes,
    createdAt: row.createdAt.getTime(),
  };
}
