import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey, toPage } from "@/lib/core/page";
import { db, type Row } from "@/lib/db/client";
import {
  type CardComparisonDto,
  type CardDto,
  type CardListDto,
  type ModelCardDto,
  toCardSummaryDto,
} from "../dto/cards";
import { changesOfCard } from "../rules/card-changes";
import { missingCardFields } from "../rules/card-fields";
import { checkModelName } from "../rules/names";
import type { CardInput, CompareCardsInput, ListCardsInput } from "../schema/cards";
import { readCardDocument } from "../sql/cards";
import { modelNotFound, versionNotFound } from "../sql/refs";

async function findVersion(actor: Actor, { name, version }: CardInput) {
  checkModelName(name);
  const row = await db().modelVersion.findFirst({
    where: {
      workspaceId: actor.workspaceId,
      version: Number(version),
      deletedAt: null,
      model: { name },
    },
    select: { id: true, version: true },
  });
  if (!row) throw versionNotFound({ name, version });
  return row;
}

function toCardDto(row: Row<"ModelCardVersion">, { name, version }: CardInput): CardDto {
  const document = readCardDocument(row.document);
  return {
    ...toCardSummaryDto(row, Number(version)),
    model: name,
    document,
    missing: missingCardFields(document),
  };
}

/** What a version's card says: the newest one, or the one of a number. Throws NOT_FOUND for a number that is not there. */
export async function getModelCard(actor: Actor, input: CardInput): Promise<ModelCardDto> {
  assertCan(actor, "model:read");
  const version = await findVersion(actor, input);
  const of = { workspaceId: actor.workspaceId, versionId: version.id } as const;
  const newest = await db().modelCardVersion.findFirst({
    where: of,
    orderBy: { number: "desc" },
  });
  const wanted = input.card ?? newest?.number;
  const row =
    wanted === undefined || wanted === newest?.number
      ? newest
      : await db().modelCardVersion.findFirst({ where: { ...of, number: wanted } });
  if (input.card !== undefined && !row)
    throw new AppError(
      "NOT_FOUND",
      `Version ${version.version} of model "${input.name}" has no card ${input.card}.`,
    );
  return {
    model: input.name,
    version: version.version,
    card: row ? toCardDto(row, input) : null,
    newest: newest?.number ?? 0,
  };
}

const afterId = z.string().regex(/^\d{1,18}$/);

/** Saved cards of a version, or of every version of a model, newest first. */
export async function listModelCardVersions(
  actor: Actor,
  { name, version, limit, pageToken }: ListCardsInput,
): Promise<CardListDto> {
  assertCan(actor, "model:read");
  checkModelName(name);
  const { workspaceId } = actor;
  if (version === undefined) {
    const model = await db().registeredModel.findFirst({ where: { workspaceId, name } });
    if (!model) throw modelNotFound(name);
  } else await findVersion(actor, { name, version });
  const after = lastKey(pageToken, afterId);
  const rows = await db().modelCardVersion.findMany({
    where: {
      workspaceId,
      version: {
        deletedAt: null,
        model: { name },
        ...(version === undefined ? {} : { version: Number(version) }),
      },
      ...(after === undefined ? {} : { id: { lt: BigInt(after) } }),
    },
    omit: { document: true },
    include: { version: { select: { version: true } } },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(
    rows,
    limit,
    ({ id }) => String(id),
    (row) => toCardSummaryDto(row, row.version.version),
  );
}

/** A card that somebody saved. Throws NOT_FOUND while nobody has. */
export async function savedCard(actor: Actor, input: CardInput): Promise<CardDto> {
  assertCan(actor, "model:read");
  const { card, version } = await getModelCard(actor, input);
  if (card) return card;
  throw new AppError("NOT_FOUND", `Version ${version} of model "${input.name}" has no card yet.`);
}

/** What one card says otherwise than another: than the one before it when none is named, or than another version's newest. */
export async function compareModelCards(
  actor: Actor,
  { withVersion, withCard, ...input }: CompareCardsInput,
): Promise<CardComparisonDto> {
  assertCan(actor, "model:read");
  const after = await savedCard(actor, input);
  const isOther = withVersion !== undefined && withVersion !== input.version;
  const card = withCard ?? (isOther ? undefined : after.number - 1);
  if (card === 0)
    throw new AppError(
      "INVALID",
      "This is the first card of its version. Name the card or the version to compare it with.",
    );
  const before = await savedCard(actor, {
    name: input.name,
    version: withVersion ?? input.version,
    card,
  });
  return {
    before: toSummary(before),
    after: toSummary(after),
    changes: changesOfCard(before.document, after.document),
  };
}

function toSummary({ model, document, missing, ...summary }: CardDto) {
  return summary;
}
