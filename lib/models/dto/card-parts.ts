import { cardFieldLabel } from "../rules/card-fields";
import { sliceLabel } from "../rules/card-results";
import type { CardDataset, CardDocument } from "../schema/cards";

/** A heading of an exported card with what stands under it. */
export interface CardPart {
  title: string;
  /** Markdown. */
  text: string;
  datasets: readonly CardDataset[];
  /** Rows of metric, slice, dataset, value. */
  results: readonly (readonly [string, string, string, string])[];
}

const PROSE = [
  "summary",
  "intendedUse",
  "outOfScope",
  "limitations",
  "trainingData",
  "evaluation",
  "ethics",
  "riskReason",
  "interface",
] as const;

function partOf(document: CardDocument, field: (typeof PROSE)[number]): CardPart {
  const isEvaluation = field === "evaluation";
  return {
    title: field === "riskReason" ? "Risk" : cardFieldLabel(field),
    text: document[field],
    datasets: isEvaluation
      ? document.evaluationDatasets
      : field === "trainingData"
        ? document.trainingDatasets
        : [],
    results: isEvaluation
      ? document.results.map(({ metric, slice, dataset, value }) => [
          metric,
          sliceLabel(slice),
          dataset,
          String(value),
        ])
      : [],
  };
}

/** What an exported card says, in the order in which it is read. What nobody said is left out. */
export function cardParts(document: CardDocument): CardPart[] {
  return [
    ...PROSE.map((field) => partOf(document, field)),
    ...document.sections.map(({ title, text }) => ({ title, text, datasets: [], results: [] })),
  ].filter(
    ({ text, datasets, results }) => text !== "" || datasets.length > 0 || results.length > 0,
  );
}
