import { searchColumns } from "@/components/tables/column-search";
import { expectationAt } from "@/lib/core/search/complete";
import type { Operator } from "@/lib/core/search/parse";
import { printValue } from "@/lib/core/search/print";
import { RUN_STATUSES } from "@/lib/runs/rules";
import {
  ATTRIBUTE_FIELDS,
  type FilterField,
  fieldOfName,
  fieldType,
  operatorsOf,
  printField,
} from "./filter-fields";

export interface FilterSuggestion {
  /** What the list shows. */
  label: string;
  /** What is written in the place of the word under the cursor. */
  insert: string;
  detail?: string;
}

export interface FilterKnowledge {
  fields: readonly FilterField[];
  /** Values of a field that are on the screen. */
  valuesOf: (field: FilterField) => readonly string[];
  now: number;
}

const MOST = 60;
const HOUR = 3_600_000;
const AGES = [
  ["1 hour ago", HOUR],
  ["24 hours ago", 24 * HOUR],
  ["7 days ago", 168 * HOUR],
  ["30 days ago", 720 * HOUR],
] as const;

const KINDS = {
  attribute: "attribute",
  metric: "metric",
  param: "parameter",
  tag: "tag",
  dataset: "dataset",
} as const satisfies Record<FilterField["kind"], string>;

const OPERATOR_WORDS: Readonly<Record<Operator, string>> = {
  "=": "is",
  "!=": "is not",
  "<": "less than",
  "<=": "at most",
  ">": "more than",
  ">=": "at least",
  LIKE: "matches, % stands for anything",
  ILIKE: "matches in any case",
  IN: "is one of",
  "NOT IN": "is none of",
  "IS NULL": "is missing",
  "IS NOT NULL": "is present",
};

export const describeOperator = (operator: Operator): string => OPERATOR_WORDS[operator];

const bare = (text: string) => text.replaceAll(/[`"']/g, "");

/** As people read it: without the quotes that the grammar wants. */
export const fieldLabel = (field: FilterField): string => bare(printField(field));

function names(partial: string, { fields }: FilterKnowledge): FilterSuggestion[] {
  const { found } = searchColumns(fields, bare(partial), fieldLabel);
  return found.slice(0, MOST).map((field) => {
    const label = ATTRIBUTE_FIELDS.find(({ key }) => key === field.key)?.label;
    return {
      label: fieldLabel(field),
      insert: `${printField(field)} `,
      detail: field.kind === "attribute" && label ? label : KINDS[field.kind],
    };
  });
}

function operators(partial: string, field: FilterField | null): FilterSuggestion[] {
  if (!field) return [];
  return operatorsOf(field)
    .filter((operator) => operator.startsWith(partial.toUpperCase()))
    .map((operator) => ({
      label: operator,
      insert: `${operator} `,
      detail: OPERATOR_WORDS[operator],
    }));
}

function statedValues(field: FilterField, { valuesOf }: FilterKnowledge): readonly string[] {
  return fieldType(field) === "status" ? RUN_STATUSES : valuesOf(field);
}

function values(
  partial: string,
  field: FilterField | null,
  knowledge: FilterKnowledge,
): FilterSuggestion[] {
  if (!field) return [];
  const type = fieldType(field);
  if (type === "time")
    return AGES.map(([label, age]) => ({ label, insert: `${knowledge.now - age} ` }));
  if (type === "number") return valuesAsNumbers(partial, knowledge.valuesOf(field));
  const text = bare(partial).toLowerCase();
  return statedValues(field, knowledge)
    .filter((value) => value.toLowerCase().includes(text))
    .slice(0, MOST)
    .map((value) => ({ label: value === "" ? "(empty)" : value, insert: `${printValue(value)} ` }));
}

/** Numbers are seldom picked from a list; a few show the scale. */
function valuesAsNumbers(partial: string, known: readonly string[]): FilterSuggestion[] {
  if (partial !== "") return [];
  return known
    .filter((value) => Number.isFinite(Number(value)))
    .slice(0, 5)
    .map((value) => ({ label: value, insert: `${value} ` }));
}

const WORDS = {
  IS: ["NULL", "NOT NULL"],
  join: ["AND", "OR"],
} as const;

const fromWords = (words: readonly string[], partial: string): FilterSuggestion[] =>
  words
    .filter((word) => word.startsWith(partial.toUpperCase()))
    .map((word) => ({ label: word, insert: `${word} ` }));

/** A string with both of its quotes, or one of the words after IS: Enter asks the filter, it picks nothing. */
const isWritten = (partial: string): boolean =>
  /^'(?:[^']|'')*'$|^"(?:[^"]|"")*"$/.test(partial) ||
  WORDS.IS.some((word) => word === partial.toUpperCase());

/** What to offer at the cursor, and from where on it replaces what is written. */
export function suggestAt(
  text: string,
  cursor: number,
  knowledge: FilterKnowledge,
): { from: number; suggestions: FilterSuggestion[] } {
  const { expects, from, partial, name, operator } = expectationAt(text, cursor);
  const field = name && fieldOfName(name);
  // Right behind a value or a parenthesis, nothing has been begun.
  const isAtEnd = partial === "" && /\S$/.test(text.slice(0, cursor));
  switch (expects) {
    case "name":
      return { from, suggestions: names(partial, knowledge) };
    case "operator":
      return { from, suggestions: operators(partial, field) };
    case "value":
      if (isWritten(partial)) return { from, suggestions: [] };
      return {
        from,
        suggestions:
          operator === "IS" ? fromWords(WORDS.IS, partial) : values(partial, field, knowledge),
      };
    case "join":
      return { from, suggestions: isAtEnd ? [] : fromWords(WORDS.join, partial) };
  }
}
