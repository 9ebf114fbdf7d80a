import { formatDateTime, formatNumber } from "@/lib/core/format";
import { escapeHtml, printPage } from "@/lib/core/print-page";
import { cardFieldLabel } from "../rules/card-fields";
import type { CardDataset } from "../schema/cards";
import { markdownToHtml } from "./card-markup";
import { type CardPart, cardParts } from "./card-parts";
import type { CardDto } from "./cards";

const RATINGS = {
  unknown: "not rated",
  low: "low",
  medium: "medium",
  high: "high",
  critical: "critical",
} as const;

function facts({ document, missing }: CardDto): string {
  const rows = [
    ["Owner", document.owner],
    ["Contact", document.contact],
    ["Licence", document.licence],
    ["Risk rating", RATINGS[document.riskRating]],
    ["Task", document.task],
    ["Libraries", document.libraries.join(", ")],
    ["Tags", document.tags.join(", ")],
    ["Not said", missing.map(cardFieldLabel).join(", ")],
  ];
  const shown = rows.filter(([, value]) => value !== "");
  return `<dl>${shown
    .map(([term = "", value = ""]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`)
    .join("")}</dl>`;
}

function datasetsOf(datasets: readonly CardDataset[]): string {
  if (datasets.length === 0) return "";
  const rows = datasets.map(
    ({ name, version, reference }) =>
      `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(version)}</td><td><code>${escapeHtml(reference)}</code></td></tr>`,
  );
  return `<table><thead><tr><th>Dataset</th><th>Version</th><th>Reference</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function resultsOf({ results }: CardPart): string {
  if (results.length === 0) return "";
  const rows = results.map(
    ([metric, slice, dataset, value]) =>
      `<tr><td>${escapeHtml(metric)}</td><td>${escapeHtml(slice || "all")}</td><td>${escapeHtml(dataset)}</td><td class="number">${escapeHtml(formatNumber(Number(value)))}</td></tr>`,
  );
  return `<table><thead><tr><th>Metric</th><th>Slice</th><th>Measured on</th><th>Value</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

const partOf = (part: CardPart): string =>
  `<section><h2>${escapeHtml(part.title)}</h2>${markdownToHtml(part.text)}${datasetsOf(part.datasets)}${resultsOf(part)}</section>`;

/** A saved card as a page of its own, for print and for people without an account. */
export function cardHtml(card: CardDto): string {
  const title = escapeHtml(`${card.model} version ${card.version}`);
  const saved = escapeHtml(`${formatDateTime(card.createdAt, "UTC")} by ${card.author}`);
  return printPage(
    `Model card: ${card.model} version ${card.version}`,
    `<main>
<h1>${title}</h1>
<p class="lead">Model card ${card.number}, saved ${saved}</p>
${facts(card)}
${cardParts(card.document).map(partOf).join("\n")}
</main>
<footer>SHA-256 of the card: <code>${escapeHtml(card.hash)}</code></footer>`,
  );
}
