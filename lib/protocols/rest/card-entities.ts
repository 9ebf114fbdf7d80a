import { z } from "zod";
import type {
  CardComparisonDto,
  CardDto,
  CardProposalDto,
  CardSummaryDto,
  ModelCardDto,
} from "@/lib/models/dto/cards";
import type { CardChange } from "@/lib/models/rules/card-changes";
import { cardDocument } from "@/lib/models/schema/cards";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
const field = cardDocument.keyof();

const documentEntity = z
  .object(cardDocument.shape)
  .meta({ id: "ModelCardDocument", description: "What a card says" });

const summary = z.object({
  version: z.int().meta({ description: "Of the model" }),
  number: z.int(),
  hash: z.string().meta({ description: "SHA-256 of the document's canonical JSON (RFC 8785)" }),
  author: z.string(),
  note: z.string(),
  changes: z.array(z.string()).meta({
    description: "Fields that differ from the card before; every filled one of the first",
  }),
  createdAt: millis,
});
export const cardSummaryEntity: z.ZodType<CardSummaryDto> = summary.meta({
  id: "ModelCardSummary",
});

export const cardEntity: z.ZodType<CardDto> = summary
  .extend({
    model: z.string(),
    document: documentEntity,
    missing: z.array(field).meta({ description: "What a complete card would still say" }),
  })
  .meta({ id: "ModelCard" });

export const modelCardEntity: z.ZodType<ModelCardDto> = z
  .object({
    model: z.string(),
    version: z.int(),
    card: cardEntity.nullable(),
    newest: z.int().meta({ description: "Number of the newest card; 0 while there is none" }),
  })
  .meta({ id: "ModelCardOfVersion" });

export const proposalEntity: z.ZodType<CardProposalDto> = z
  .object({
    document: documentEntity,
    sources: z
      .partialRecord(field, z.string())
      .meta({ description: "Where each filled field comes from" }),
  })
  .meta({ id: "ModelCardProposal" });

export const cardChangeEntity: z.ZodType<CardChange> = z.object({
  field,
  kind: z.enum(["added", "removed", "changed"]),
  before: z.union(Object.values(cardDocument.shape)),
  after: z.union(Object.values(cardDocument.shape)),
});

export const comparisonEntity: z.ZodType<CardComparisonDto> = z
  .object({ before: summary, after: summary, changes: z.array(cardChangeEntity) })
  .meta({ id: "ModelCardComparison" });

export const savedCardEntity = z
  .object({
    number: z.int(),
    hash: z.string(),
    isNew: z.boolean().meta({ description: "False when the newest card said this already" }),
  })
  .meta({ id: "SavedModelCard" });
