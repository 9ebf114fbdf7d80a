import type { TagDto } from "@/lib/experiments/dto";
import type { CardProposalDto } from "../dto/cards";
import {
  CARD_LIMITS,
  CARD_RATINGS,
  type CardDataset,
  type CardDocument,
  type CardField,
  type CardResult,
  cardDocument,
} from "../schema/cards";
import { isFilled } from "./card-fields";
import { findLicence } from "./licence";
import { parseSlice } from "./slices";

export interface KnownMetric {
  key: string;
  value: number;
  /** Empty when nobody said what it was measured on. */
  dataset: string;
}

export interface KnownDataset {
  name: string;
  digest: string;
  /** "training", "evaluation", as whoever logged it says; empty when they said nothing. */
  context: string;
  /** What is read under that name here. */
  version: { number: number; contentKey: string } | null;
}

/** A column or a parameter of a signature; without a name where the model takes one tensor. */
interface ModelField {
  name: string | null;
  type: string;
  isRequired: boolean;
}

/** Everything that is known of a version without asking anybody. */
export interface KnownOfVersion {
  description: string;
  modelDescription: string;
  owner: string;
  modelOwner: string;
  riskTier: string;
  /** Empty while nobody has classified the model. */
  riskReason: string;
  /** By where they stand, the nearest to the version first. */
  tags: readonly { of: string; tags: readonly TagDto[] }[];
  datasets: readonly KnownDataset[];
  metrics: readonly KnownMetric[];
  libraries: readonly string[];
  /** What the MLmodel file says of its licence. */
  licence: string | null;
  inputs: readonly ModelField[] | null;
  outputs: readonly ModelField[] | null;
  params: readonly ModelField[] | null;
  previous: { model: string; version: number; number: number; document: CardDocument } | null;
}

type Fill = Partial<CardDocument>;
type Part = { from: string; fields: Fill };

const cut = (text: string, most: number = CARD_LIMITS.line) => text.trim().slice(0, most).trim();

function tagged({ tags }: KnownOfVersion, name: RegExp) {
  for (const { of, tags: own } of tags) {
    const value = cut(own.find(({ key }) => name.test(key))?.value ?? "");
    if (value !== "") return { from: `The tag of the ${of}`, value };
  }
  return null;
}

/** The results of a card as they were measured: whole before slices, both by name. What is no number is left out. */
export function resultsOf(metrics: readonly KnownMetric[]): CardResult[] {
  const results = metrics
    .filter(({ key, value }) => Number.isFinite(value) && !key.startsWith("system/"))
    .map(({ key, value, dataset }): CardResult => {
      const part = parseSlice(key);
      return {
        metric: part?.metric ?? key,
        value,
        slice: part ? `${part.dimension}/${part.value}` : "",
        dataset: cut(dataset),
      };
    })
    .filter(({ metric, slice }) => Math.max(metric.length, slice.length) <= CARD_LIMITS.line);
  const rank = ({ slice }: CardResult) => (slice === "" ? 0 : 1);
  return results
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        a.metric.localeCompare(b.metric, "en") ||
        a.slice.localeCompare(b.slice, "en"),
    )
    .slice(0, CARD_LIMITS.results);
}

function datasetsOf({ datasets }: KnownOfVersion, isWanted: (context: string) => boolean) {
  return datasets
    .filter(({ name, context }) => name.trim() !== "" && isWanted(context))
    .slice(0, CARD_LIMITS.datasets)
    .map(
      ({ name, digest, version }): CardDataset => ({
        name: cut(name),
        version: cut(version ? String(version.number) : digest),
        reference: cut(version?.contentKey ?? "", CARD_LIMITS.reference),
      }),
    );
}

const isEvaluation = (context: string) => /eval|test|valid|holdout/i.test(context);

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");

function table(title: string, fields: readonly ModelField[] | null): string[] {
  if (!fields || fields.length === 0) return [];
  const rows = fields.map(
    ({ name, type, isRequired }) =>
      `| ${cell(name ?? "(unnamed)")} | ${cell(type)} | ${isRequired ? "required" : "optional"} |`,
  );
  return [[`**${title}**`, "", "| Name | Type | |", "| --- | --- | --- |", ...rows].join("\n")];
}

/** The signature in Markdown; empty when there is none, or when it would not fit. */
function interfaceOf({ inputs, outputs, params }: KnownOfVersion): string {
  const text = [
    ...table("Inputs", inputs),
    ...table("Outputs", outputs),
    ...table("Parameters", params),
  ].join("\n\n");
  return text.length <= CARD_LIMITS.prose ? text : "";
}

function rating({ riskTier, riskReason }: KnownOfVersion): Part[] {
  const known = CARD_RATINGS.find((one) => one === riskTier);
  return known && riskReason.trim() !== ""
    ? [
        {
          from: "The risk tier of the model",
          fields: { riskRating: known, riskReason: cut(riskReason, CARD_LIMITS.prose) },
        },
      ]
    : [];
}

/** What was measured, read and logged: true of this version and of no other. */
function facts(known: KnownOfVersion): Part[] {
  const licence = findLicence({ card: null, tags: known.tags, file: known.licence });
  const task = tagged(known, /^(task|pipeline_tag)$/i);
  return [
    {
      from: "The description of this version",
      fields: { summary: cut(known.description, CARD_LIMITS.prose) },
    },
    ...(licence ? [{ from: `The ${licence.source}`, fields: { licence: cut(licence.text) } }] : []),
    ...(task ? [{ from: task.from, fields: { task: task.value } }] : []),
    {
      from: "Datasets that its run read",
      fields: {
        trainingDatasets: datasetsOf(known, (context) => !isEvaluation(context)),
        evaluationDatasets: datasetsOf(known, isEvaluation),
      },
    },
    {
      from: "Metrics of its run and its logged model",
      fields: { results: resultsOf(known.metrics) },
    },
    {
      from: "Its MLmodel file",
      fields: {
        libraries: known.libraries
          .filter((library) => library !== "python_function")
          .slice(0, CARD_LIMITS.tags)
          .map((library) => cut(library)),
        interface: interfaceOf(known),
      },
    },
    ...rating(known),
  ];
}

/** What was said of an earlier version and may still hold; what was measured of it is not said again. */
const CARRIED = [
  "summary",
  "task",
  "tags",
  "intendedUse",
  "outOfScope",
  "limitations",
  "trainingData",
  "evaluation",
  "ethics",
  "owner",
  "contact",
  "licence",
  "riskRating",
  "riskReason",
  "sections",
] as const satisfies readonly CardField[];

function carried({ previous }: KnownOfVersion): Part[] {
  if (!previous) return [];
  const { model, version, number, document } = previous;
  return [
    {
      from: `Card ${number} of ${model} version ${version}`,
      fields: Object.fromEntries(CARRIED.map((field) => [field, document[field]])),
    },
  ];
}

/** A card made of what is known, field by field with where it comes from. What nobody knows stays empty. */
export function proposeCard(known: KnownOfVersion): CardProposalDto {
  const parts: Part[] = [
    ...facts(known),
    ...carried(known),
    {
      from: "The description of the model",
      fields: { summary: cut(known.modelDescription, CARD_LIMITS.prose) },
    },
    { from: "Who registered the model", fields: { owner: cut(known.modelOwner) } },
    { from: "Who registered this version", fields: { owner: cut(known.owner) } },
  ];
  let proposal: CardProposalDto = { document: cardDocument.parse({}), sources: {} };
  for (const { from, fields } of parts) {
    const sources = Object.fromEntries(cardFields(fields).map((field) => [field, from]));
    const known = { document: { ...cardDocument.parse({}), ...fields }, sources };
    const { document, filled } = fillCard(proposal.document, known);
    proposal = { document, sources: { ...proposal.sources, ...filled } };
  }
  return proposal;
}

/** The same card with what was empty filled from what is known, and from where. */
export function fillCard(
  card: CardDocument,
  known: CardProposalDto,
): { document: CardDocument; filled: CardProposalDto["sources"] } {
  let document = card;
  const filled: CardProposalDto["sources"] = {};
  for (const field of cardDocument.keyof().options) {
    if (isFilled(document, field) || !isFilled(known.document, field)) continue;
    document = { ...document, [field]: known.document[field] };
    filled[field] = known.sources[field] ?? "";
  }
  return { document, filled };
}

function cardFields(fields: Fill): CardField[] {
  return cardDocument.keyof().options.filter((field) => fields[field] !== undefined);
}
