import { z } from "zod";
import { saveModelCard } from "@/lib/models/commands/cards";
import { proposeModelCard } from "@/lib/models/queries/card-proposal";
import { compareModelCards, getModelCard, listModelCardVersions } from "@/lib/models/queries/cards";
import { exportModelCard } from "@/lib/models/queries/export-card";
import {
  cardComparison,
  cardInput,
  cardVersionInput,
  exportCardInput,
  listCardsInput,
  saveCard,
} from "@/lib/models/schema/cards";
import {
  cardSummaryEntity,
  comparisonEntity,
  modelCardEntity,
  proposalEntity,
  savedCardEntity,
} from "../card-entities";
import { pageOf } from "../entities";
import { defineExport, defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Model cards";
const model = "/workspaces/{workspace}/models/{name}";
const version = `${model}/versions/{version}`;
const ofModel = inWorkspacePath.extend(listCardsInput.pick({ name: true }).shape);
const ofVersion = inWorkspacePath.extend(cardVersionInput.shape);
const page = listCardsInput.pick({ limit: true, pageToken: true });
const which = cardInput.pick({ card: true });

export const cardOperations = [
  defineOperation({
    id: "getModelCard",
    method: "GET",
    path: `${version}/card`,
    access: "model:read",
    tag,
    summary: "What the card of a version says: the newest, or the one of a number",
    params: ofVersion,
    query: which,
    answer: modelCardEntity,
    run: getModelCard,
  }),
  defineOperation({
    id: "saveModelCard",
    method: "POST",
    path: `${version}/card`,
    access: "model:write",
    tag,
    summary: "Save a new card on top of the one that was read; refused when somebody was faster",
    params: ofVersion,
    body: z.object(saveCard.shape),
    answer: savedCardEntity,
    run: saveModelCard,
  }),
  defineOperation({
    id: "proposeModelCard",
    method: "GET",
    path: `${version}/card/proposal`,
    access: "model:read",
    tag,
    summary: "A card made of what is known of a version; nothing of it is saved",
    params: ofVersion,
    answer: proposalEntity,
    run: proposeModelCard,
  }),
  defineOperation({
    id: "compareModelCards",
    method: "GET",
    path: `${version}/card/comparison`,
    access: "model:read",
    tag,
    summary: "What a card says otherwise than the one before it, or than another one of the model",
    params: ofVersion,
    query: which.extend(cardComparison.shape),
    answer: comparisonEntity,
    run: compareModelCards,
  }),
  defineExport({
    id: "exportModelCard",
    path: `${version}/card/export`,
    access: "model:read",
    tag,
    summary: "A card as a page for print, as JSON or as a card of the Hugging Face Hub",
    fileTypes: ["text/html", "application/json", "text/markdown"],
    params: ofVersion,
    query: exportCardInput.pick({ card: true, format: true }),
    run: exportModelCard,
  }),
  defineOperation({
    id: "listVersionCards",
    method: "GET",
    path: `${version}/cards`,
    access: "model:read",
    tag,
    summary: "Cards of a version, newest first",
    params: ofVersion,
    query: page,
    answer: pageOf(cardSummaryEntity),
    run: listModelCardVersions,
  }),
  defineOperation({
    id: "listModelCards",
    method: "GET",
    path: `${model}/cards`,
    access: "model:read",
    tag,
    summary: "Cards of every version of a model, newest first",
    params: ofModel,
    query: page,
    answer: pageOf(cardSummaryEntity),
    run: listModelCardVersions,
  }),
];
