import { csvLine } from "@/lib/core/csv";
import { formatDateTime, formatNumber, formatPercent } from "@/lib/core/format";
import { escapeHtml, printPage } from "@/lib/core/print-page";
import {
  changeSentence,
  figureInWords,
  figuresToShow,
  sideInWords,
  sideWithRows,
} from "../rules/changes";
import { cumulativeOf } from "../rules/cumulative";
import { METHOD_WORDS } from "../rules/method-words";
import {
  categoriesPicture,
  cumulativePicture,
  histogramPicture,
  PRINT_LOOK,
} from "../rules/pictures";
import { COLUMN_WORDS, shareSentence, verdictSentence } from "../rules/words";
import type { ColumnFinding } from "../schema/monitors";
import type { ComparedColumnDto } from "./compared-columns";
import type { MonitorComparisonDto } from "./comparisons";

const HEAD = [
  ...[
    "column",
    "source",
    "kind",
    "verdict",
    "method",
    "score",
    "p_value",
    "threshold",
    "by_chance",
  ],
  ...["rows", "values", "nulls", "absent", "mistyped", "nans", "infinities", "unseen", "mean"],
];

const cellsOf = (one: ColumnFinding) => [
  ...[one.name, one.source, one.kind, one.verdict, one.method, one.score],
  ...[
    one.pValue,
    one.threshold,
    one.chance,
    one.rows,
    one.values,
    one.nulls,
    one.absent,
    one.mistyped,
    one.nans,
  ],
  ...[one.infinities, one.unseen, one.mean],
];

/** One line a column, the farthest one first; which sides were compared stands in each. */
export function* comparisonCsv(comparison: MonitorComparisonDto): Generator<string> {
  const { before, after, version, findings } = comparison;
  yield csvLine([...HEAD, "before", "after", "before_rows", "definition"]);
  for (const finding of findings)
    yield csvLine([...cellsOf(finding), before.name, after.name, before.rows, version]);
}

type Row = readonly (string | number)[];

/** A table whose first column names a row, and whose others are numbers. */
function table(head: readonly string[], rows: readonly Row[]): string {
  const line = (tag: string, cells: Row) =>
    `<tr>${cells.map((text, at) => `<${tag}${at > 0 ? ' class="number"' : ""}>${escapeHtml(String(text))}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${line("th", head)}</thead><tbody>${rows.map((row) => line("td", row)).join("")}</tbody></table>`;
}

const numberOr = (value: number | null) => (value === null ? "–" : formatNumber(value, 4));

const findingRow = (one: ColumnFinding): Row => [
  ...[one.name, COLUMN_WORDS[one.verdict].label, METHOD_WORDS[one.method].label],
  ...[numberOr(one.score), numberOr(one.pValue), numberOr(one.threshold), numberOr(one.chance)],
];

function columnPart(column: ComparedColumnDto, { before, after }: MonitorComparisonDto): string {
  const { finding, distribution, edges } = column;
  const { name } = finding;
  const sides = { before: sideInWords(before), after: sideInWords(after) };
  const words = (title: string) => ({ ...sides, title });
  const { bins } = distribution;
  const pictures =
    edges === null
      ? [categoriesPicture(bins, words(`${name}: shares of rows`), PRINT_LOOK)]
      : [
          histogramPicture(bins, words(`${name}: shares of rows`), PRINT_LOOK),
          cumulativePicture(
            cumulativeOf(bins, edges),
            words(`${name}: shares of values up to x, from the bins`),
            PRINT_LOOK,
          ),
        ];
  const figures = figuresToShow(column.before, column.after).map(
    (figure): Row => [
      ...[figure.label, figureInWords(column.before[figure.key], figure)],
      figureInWords(column.after[figure.key], figure),
    ],
  );
  const { label, base } = METHOD_WORDS[finding.method];
  const said = [changeSentence(column), `Score ${numberOr(finding.score)} by ${label}, ${base}.`];
  return `<section><h2>${escapeHtml(name)}</h2><p>${said.map(escapeHtml).join(" ")}</p>
${pictures.map(({ svg }) => `<figure>${svg}</figure>`).join("\n")}
${table(["Figure", sides.before, sides.after], figures)}</section>`;
}

/** A page of its own with what both sides hold, for print and for people without an account. */
export function comparisonHtml(
  comparison: MonitorComparisonDto,
  columns: readonly ComparedColumnDto[],
  at: number,
): string {
  const { monitor, before, after, version, share, limit, minRows, findings } = comparison;
  const { reference } = monitor;
  const verdict = verdictSentence({ ...comparison, rows: after.rows }, minRows);
  const facts = [
    ["First side", sideWithRows(before, reference)],
    ["Second side", sideWithRows(after, reference)],
    monitor.dataset ? ["Dataset", monitor.dataset.name] : ["Deployment", monitor.deployment ?? ""],
    ["Bins of", `${reference.dataset}, version ${reference.version}; definition ${version}`],
    ["Drifted from", `${formatPercent(limit, 0)} of the columns, by their importance`],
    ["Least rows", String(minRows)],
  ];
  const list = facts.map(
    ([term = "", value = ""]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  const head = ["Column", "Verdict", "Method", "Score", "p-value", "Threshold", "By chance"];
  return printPage(
    `${monitor.name}: ${sideInWords(before)} and ${sideInWords(after)}`,
    `<main>
<h1>${escapeHtml(monitor.name)}</h1>
<p class="lead">${escapeHtml(verdict)}. ${escapeHtml(shareSentence(share, limit))}</p>
<dl>${list.join("")}</dl>
<section><h2>Columns</h2>
${table(head, findings.map(findingRow))}
<p>A column has drifted when its score reaches the threshold and is more than chance brings about once in a thousand windows of its size.</p></section>
${columns.map((column) => columnPart(column, comparison)).join("\n")}
</main>
<footer>${escapeHtml(`Written ${formatDateTime(at, "UTC")}`)}</footer>`,
  );
}
