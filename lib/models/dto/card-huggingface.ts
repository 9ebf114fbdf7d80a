import { stringify } from "yaml";
import { sliceLabel } from "../rules/card-results";
import type { CardDataset, CardDocument, CardResult } from "../schema/cards";
import { escapeMarkdown } from "./card-markup";
import { type CardPart, cardParts } from "./card-parts";
import type { CardDto } from "./cards";

/** Licences that the Hub knows by their SPDX identifier in small letters. */
const HUB_LICENCES = new Set(
  `apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause
   bsd-3-clause bsd-3-clause-clear cc cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0
   cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0
   cdla-sharing-1.0 cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 eupl-1.1 eupl-1.2 agpl-3.0 gfdl gpl
   gpl-2.0 gpl-3.0 lgpl lgpl-2.1 lgpl-3.0 isc lppl-1.3c ms-pl mpl-2.0 odc-by odbl osl-3.0 postgresql ofl-1.1 ncsa unlicense
   zlib pddl lgpl-lr`.split(/\s+/),
);

function licenceOf(licence: string) {
  if (licence === "") return {};
  const known = licence.toLowerCase();
  return HUB_LICENCES.has(known) ? { license: known } : { license: "other", license_name: licence };
}

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "") || "unnamed";

/** Results that were measured on the same part of the same data are one entry of the Hub's. */
function modelIndex({ model, document }: CardDto) {
  const groups = new Map<string, CardResult[]>();
  for (const result of document.results) {
    const key = JSON.stringify([result.dataset, result.slice]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const known = new Map(document.evaluationDatasets.map((one) => [one.name, one]));
  const results = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const name = first.dataset || "not stated";
    const revision = known.get(first.dataset)?.version;
    return [
      {
        task: { type: document.task || "other" },
        dataset: {
          name,
          type: slug(name),
          ...(revision ? { revision } : {}),
          ...(first.slice ? { args: { slice: first.slice } } : {}),
        },
        metrics: group.map(({ metric, slice, value }) => ({
          type: metric,
          value,
          name: slice ? `${metric} (${sliceLabel(slice)})` : metric,
        })),
      },
    ];
  });
  return results.length > 0 ? { "model-index": [{ name: model, results }] } : {};
}

const list = (key: string, values: readonly string[]) =>
  values.length > 0 ? { [key]: [...new Set(values)] } : {};

/** The front matter of a card, by the keys of the Hugging Face Hub; `slipway` says which card it was made of. */
export function huggingFaceMetadata(card: CardDto) {
  const { document } = card;
  const [library] = document.libraries;
  return {
    ...licenceOf(document.licence),
    ...(library ? { library_name: library } : {}),
    ...(document.task ? { pipeline_tag: document.task } : {}),
    ...list("tags", document.tags),
    ...list(
      "datasets",
      document.trainingDatasets.map(({ name }) => name),
    ),
    ...list(
      "metrics",
      document.results.map(({ metric }) => metric),
    ),
    ...modelIndex(card),
    slipway: { model: card.model, version: card.version, card: card.number, sha256: card.hash },
  };
}

const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;

function datasetsOf(datasets: readonly CardDataset[]): string[] {
  if (datasets.length === 0) return [];
  const rows = datasets.map(({ name, version, reference }) => row([name, version, reference]));
  return [["| Dataset | Version | Reference |", "| --- | --- | --- |", ...rows].join("\n")];
}

function resultsOf(results: CardPart["results"]): string[] {
  if (results.length === 0) return [];
  const rows = results.map(([metric, slice, dataset, value]) =>
    row([metric, slice || "all", dataset, value]),
  );
  return [
    ["| Metric | Slice | Measured on | Value |", "| --- | --- | --- | ---: |", ...rows].join("\n"),
  ];
}

function answerable({ owner, contact, riskRating }: CardDocument): string[] {
  const lines = [
    owner && `- Owner: ${escapeMarkdown(owner)}`,
    contact && `- Contact: ${escapeMarkdown(contact)}`,
    riskRating !== "unknown" && `- Risk rating: ${riskRating}`,
  ].filter(Boolean);
  return lines.length > 0 ? [lines.join("\n")] : [];
}

/** A saved card as the README.md of a repository on the Hugging Face Hub. */
export function huggingFaceCard(card: CardDto): string {
  const { document } = card;
  const body = [
    `# ${escapeMarkdown(`${card.model} version ${card.version}`)}`,
    ...answerable(document),
    ...cardParts(document).flatMap(({ title, text, datasets, results }) => [
      `## ${escapeMarkdown(title)}`,
      ...(text ? [text] : []),
      ...datasetsOf(datasets),
      ...resultsOf(results),
    ]),
  ];
  const matter = stringify(huggingFaceMetadata(card), { lineWidth: 0 });
  return `---\n${matter}---\n\n${body.join("\n\n")}\n`;
}
