import type { Condition, ConditionTree, ConditionValue } from "./condition";
import type { Comparison, Name, Operator, SearchNode, Value } from "./parse";
import { printName } from "./print";
import { SearchError, snippet } from "./search-error";
import type { EntityKind, Field, Vocabulary } from "./vocabulary";

/** A name that a vocabulary knows. */
export type Target =
  | { kind: "attribute"; field: Field }
  | { kind: "dataset"; field: Field }
  | { kind: "metric"; key: string }
  | { kind: "param" | "tag"; key: string };

interface Place {
  position: number;
  end: number;
}

const NUMERIC: readonly Operator[] = [">", ">=", "!=", "=", "<", "<="];
const TEXT: readonly Operator[] = ["!=", "=", "LIKE", "ILIKE"];
const LISTS: readonly Operator[] = ["IN", "NOT IN"];
const NULLS: readonly Operator[] = ["IS NULL", "IS NOT NULL"];

const quoted = (words: Iterable<string>) => [...words].map((word) => `'${word}'`).join(", ");

function fail(message: string, { position, end }: Place): SearchError {
  return new SearchError(message, position, end);
}

/** What a name means. Throws a `SearchError` for one that the vocabulary does not have. */
export function resolveName({ entity, key }: Name, vocabulary: Vocabulary, place: Place): Target {
  const kind = entity === null ? "attribute" : vocabulary.entities.get(entity);
  if (!kind)
    throw fail(
      `Invalid entity type '${snippet(entity ?? "")}'. Valid values are ${quoted(vocabulary.entities.keys())}`,
      place,
    );
  if (kind !== "attribute" && kind !== "dataset") return { kind, key };
  const known = kind === "attribute" ? vocabulary.attributes : vocabulary.datasetFields;
  const field = known.get(key);
  if (!field)
    throw fail(
      `Invalid ${kind} key '${snippet(key)}' specified. Valid keys are ${quoted(known.keys())}`,
      place,
    );
  return { kind, field };
}

function isNumeric(target: Target): boolean {
  if (target.kind === "metric") return true;
  return "field" in target && (target.field.type === "number" || target.field.type === "integer");
}

function operatorsOf(target: Target, vocabulary: Vocabulary): readonly Operator[] {
  if (isNumeric(target)) return NUMERIC;
  if ("field" in target) {
    const { type, hasLists } = target.field;
    return [...(type === "id" ? (["=", "!="] as const) : TEXT), ...(hasLists ? LISTS : [])];
  }
  return [
    ...TEXT,
    ...(vocabulary.hasKeyLists ? LISTS : []),
    ...(vocabulary.nullTests.has(target.kind) ? NULLS : []),
  ];
}

function checkOperator(node: Comparison, target: Target, vocabulary: Vocabulary): void {
  const allowed = operatorsOf(target, vocabulary);
  if (allowed.includes(node.operator)) return;
  if (NULLS.includes(node.operator))
    throw fail(
      vocabulary.nullTests.size === 0
        ? `Invalid comparator '${node.operator}' not one of ${quoted(allowed)}`
        : `IS NULL / IS NOT NULL is only supported for ${[...vocabulary.nullTests].map((kind) => `${kind}s`).join(" and ")}, not for ${target.kind} '${snippet(printName(node.name))}'`,
      node,
    );
  if (LISTS.includes(node.operator) && target.kind === "attribute") {
    const listable = [...vocabulary.attributes].filter(([, field]) => field.hasLists);
    throw fail(
      `Only ${quoted(listable.map(([name]) => name))} attributes support comparison with a list of quoted string values.`,
      node,
    );
  }
  throw fail(`Invalid comparator '${node.operator}' not one of ${quoted(allowed)}`, node);
}

/** A value as its writer wrote it, for a message. */
function written(value: Value): string {
  switch (value.kind) {
    case "string":
      return `'${snippet(value.value)}'`;
    case "list":
      return snippet(
        `(${value.values.map((item) => (typeof item === "string" ? `'${item}'` : item)).join(", ")})`,
      );
    default:
      return snippet(value.text);
  }
}

function numberOf(value: Value, target: Target, place: Place): number {
  const mayQuote = "field" in target && target.field.mayQuote;
  if (mayQuote && value.kind === "string" && /^-?\d{1,19}$/.test(value.value))
    return Number(value.value);
  if (value.kind !== "number")
    throw fail(
      "field" in target
        ? `Expected numeric value type for numeric attribute: ${target.field.field}. Found ${written(value)}`
        : `Expected numeric value type for metric. Found ${written(value)}`,
      place,
    );
  if ("field" in target && target.field.type === "integer" && !value.isInteger)
    throw fail(
      `Invalid value for numeric attribute '${target.field.field}': '${snippet(value.text)}'`,
      place,
    );
  return value.value;
}

const EXPECTED: Readonly<Record<EntityKind, string>> = {
  attribute: "attributes",
  dataset: "dataset attributes",
  metric: "metric",
  param: "parameter",
  tag: "tag",
};

function textOf(value: Value, kind: EntityKind, vocabulary: Vocabulary, place: Place): string {
  if (value.kind === "string") return value.value;
  if (value.kind === "word" && vocabulary.hasBareValues) return value.text;
  if (value.kind === "number" && vocabulary.hasBareValues) return value.text;
  if (value.kind === "word")
    throw fail(
      `Parameter value is either not quoted or unidentified quote types used for string value ${written(value)}. Use either single or double quotes.`,
      place,
    );
  throw fail(
    `Expected a quoted string value for ${EXPECTED[kind]} (e.g. 'my-value'). Got value ${written(value)}`,
    place,
  );
}

function listOf(value: Value, place: Place): string[] {
  if (value.kind !== "list")
    throw fail(
      "While parsing a list in the query, expected a non-empty list of string values, but got ill-formed list.",
      place,
    );
  return value.values.map((item) => {
    if (typeof item === "string") return item;
    throw fail(
      `While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: ${written(value)}`,
      place,
    );
  });
}

function idOf(value: string, place: Place): number {
  if (/^\d{1,15}$/.test(value.trim())) return Number(value);
  throw fail(`Experiment ID must be a valid integer. Got '${snippet(value)}'`, place);
}

function checkedValue(node: Comparison, target: Target, vocabulary: Vocabulary): ConditionValue {
  const { value } = node;
  if (value === null) return null;
  if (isNumeric(target)) return numberOf(value, target, node);
  const isId = "field" in target && target.field.type === "id";
  if (LISTS.includes(node.operator)) {
    const list = listOf(value, node);
    return isId ? list.map((item) => idOf(item, node)) : list;
  }
  const single = textOf(value, target.kind, vocabulary, node);
  return isId ? idOf(single, node) : single;
}

function resolveComparison(node: Comparison, vocabulary: Vocabulary): ConditionTree {
  const target = resolveName(node.name, vocabulary, node);
  checkOperator(node, target, vocabulary);
  const { operator } = node;
  const value = checkedValue(node, target, vocabulary);
  if ("field" in target) return { kind: target.kind, field: target.field.field, operator, value };
  const condition: Condition = { kind: target.kind, key: target.key, operator, value };
  const absent = target.kind === "tag" ? vocabulary.absentTags.get(target.key) : undefined;
  const holdsWhenAbsent =
    absent !== undefined &&
    ((operator === "=" && value === absent) || (operator === "!=" && value !== absent));
  if (!holdsWhenAbsent) return condition;
  return {
    kind: "or",
    children: [condition, { kind: "tag", key: target.key, operator: "IS NULL", value: null }],
  };
}

/** Checks every name, operator and value of a filter. Throws a `SearchError` worded as MLflow's. */
export function resolveSearch(node: SearchNode, vocabulary: Vocabulary): ConditionTree {
  switch (node.kind) {
    case "comparison":
      return resolveComparison(node, vocabulary);
    case "not":
      return { kind: "not", child: resolveSearch(node.child, vocabulary) };
    default:
      return {
        kind: node.kind,
        children: node.children.map((child) => resolveSearch(child, vocabulary)),
      };
  }
}
