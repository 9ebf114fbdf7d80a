import type { CardDocument, CardField } from "../schema/cards";

/** Every field in the order in which a card is read, as people call it. */
export const CARD_FIELDS = [
  { field: "summary", label: "Summary" },
  { field: "intendedUse", label: "Intended use" },
  { field: "outOfScope", label: "Out of scope" },
  { field: "limitations", label: "Limits" },
  { field: "trainingData", label: "Training data" },
  { field: "trainingDatasets", label: "Training datasets" },
  { field: "evaluation", label: "Evaluation" },
  { field: "evaluationDatasets", label: "Evaluation datasets" },
  { field: "results", label: "Evaluation results" },
  { field: "ethics", label: "Ethics" },
  { field: "riskRating", label: "Risk rating" },
  { field: "riskReason", label: "Reason for the rating" },
  { field: "owner", label: "Owner" },
  { field: "contact", label: "Contact" },
  { field: "licence", label: "Licence" },
  { field: "task", label: "Task" },
  { field: "libraries", label: "Libraries" },
  { field: "tags", label: "Tags" },
  { field: "interface", label: "Inputs and outputs" },
  { field: "sections", label: "Further sections" },
] as const satisfies readonly { field: CardField; label: string }[];

/** What a complete card says. The rest is welcome, but nobody waits for it. */
export const REQUIRED_CARD_FIELDS = [
  "summary",
  "intendedUse",
  "outOfScope",
  "limitations",
  "trainingData",
  "evaluation",
  "results",
  "ethics",
  "riskRating",
  "riskReason",
  "owner",
  "contact",
  "licence",
] as const satisfies readonly CardField[];

export function cardFieldLabel(field: string): string {
  return CARD_FIELDS.find((known) => known.field === field)?.label ?? field;
}

/** Whether a field says something. A rating of "unknown" does not. */
export function isFilled(document: CardDocument, field: CardField): boolean {
  const value = document[field];
  return field === "riskRating" ? value !== "unknown" : value.length > 0;
}

/** Data is described in words or by naming it. */
function isTold(document: CardDocument, field: CardField): boolean {
  return (
    isFilled(document, field) || (field === "trainingData" && document.trainingDatasets.length > 0)
  );
}

/** The fields that a complete card would still need; of those asked for, when some are. */
export function missingCardFields(
  document: CardDocument,
  asked: readonly CardField[] = REQUIRED_CARD_FIELDS,
): CardField[] {
  return asked.filter((field) => !isTold(document, field));
}
