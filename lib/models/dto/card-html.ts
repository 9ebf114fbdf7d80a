import { formatDateTime, formatNumber } from "@/lib/core/format";
import { cardFieldLabel } from "../rules/card-fields";
import type { CardDataset } from "../schema/cards";
import { escapeHtml, markdownToHtml } from "./card-markup";
import { type CardPart, cardParts } from "./card-parts";
import type { CardDto } from "./cards";

/** Black on white, so that it prints as it looks; no script, nothing from elsewhere. */
const STYLE = `
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 46rem; padding: 2.5rem 1.5rem 4rem; color: #1a1d21; background: #fff;
  font: 1rem/1.6 ui-sans-serif, system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; padding-top: 1rem; border-top: 1px solid #d7dbe0; break-after: avoid }
h3, h4, h5, h6 { font-size: 1rem; margin: 1.25rem 0 .25rem; break-after: avoid }
p, ul, ol, pre, table, blockquote { margin: .5rem 0 }
.lead { color: #565d66; margin: 0 0 1.5rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 0; font-size: .9rem }
dt { color: #565d66 } dd { margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums }
th, td { border: 1px solid #d7dbe0; padding: .25rem .5rem; text-align: left; vertical-align: top }
th { background: #f4f5f7 } td.number { text-align: right }
tr, li { break-inside: avoid }
code, pre { font: .85em/1.5 ui-monospace, monospace } pre { padding: .75rem; background: #f4f5f7; white-space: pre-wrap }
blockquote { border-left: 3px solid #d7dbe0; margin-left: 0; padding-left: 1rem; color: #565d66 }
a { color: #1d4ed8 } footer { margin-top: 3rem; color: #565d66; font-size: .8rem }
@page { margin: 18mm }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt } a { color: inherit } }
`.trim();

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
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Model card: ${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="lead">Model card ${card.number}, saved ${saved}</p>
${facts(card)}
${cardParts(card.document).map(partOf).join("\n")}
</main>
<footer>SHA-256 of the card: <code>${escapeHtml(card.hash)}</code></footer>
</body>
</html>
`;
}
