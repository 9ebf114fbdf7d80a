import type { Comparison, Operator, SearchNode, Value } from "@/lib/core/search/parse";
import { parseSearch } from "@/lib/core/search/parse";
import { printSearch } from "@/lib/core/search/print";
import { type FilterField, fieldOfName, fieldType, nameOfField } from "./filter-fields";

/** One condition as the builder shows it: the value is what stands in its input. */
export interface FilterRule {
  kind: "rule";
  field: FilterField;
  operator: Operator;
  value: string;
}

export interface FilterGroup {
  kind: "group";
  join: "and" | "or";
  isNegated: boolean;
  items: readonly FilterItem[];
}

export type FilterItem = FilterRule | FilterGroup;

/** Where an item stands: the index in the top group, in the group there, and so on. */
export type FilterPath = readonly number[];

export const EMPTY_GROUP: FilterGroup = { kind: "group", join: "and", isNegated: false, items: [] };

function valueText(value: Value | null): string {
  if (value === null) return "";
  switch (value.kind) {
    case "string":
      return value.value;
    case "list":
      return value.values.join(", ");
    default:
      return value.text;
  }
}

/** Null for what the builder cannot show. */
function toItem(node: SearchNode): FilterItem | null {
  if (node.kind === "comparison") {
    const field = fieldOfName(node.name);
    return field && { kind: "rule", field, operator: node.operator, value: valueText(node.value) };
  }
  if (node.kind === "not") {
    const inner = toItem(node.child);
    if (!inner) return null;
    const group =
      inner.kind === "group" && !inner.isNegated ? inner : { ...EMPTY_GROUP, items: [inner] };
    return { ...group, isNegated: true };
  }
  const items = node.children.map(toItem);
  const known = items.filter((item) => item !== null);
  if (known.length < items.length) return null;
  return { kind: "group", join: node.kind, isNegated: false, items: known };
}

/** A filter as groups of conditions; null when it cannot be read or shown so. */
export function readFilter(text: string): FilterGroup | null {
  try {
    const node = parseSearch(text.trim());
    if (!node) return EMPTY_GROUP;
    const item = toItem(node);
    if (!item) return null;
    return item.kind === "group" && !item.isNegated ? item : { ...EMPTY_GROUP, items: [item] };
  } catch {
    return null;
  }
}

function toValue({ field, operator, value }: FilterRule): Value | null {
  const text = value.trim();
  if (operator === "IN" || operator === "NOT IN")
    return {
      kind: "list",
      values: text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    };
  const type = fieldType(field);
  if (type !== "number" && type !== "time") return { kind: "string", value };
  const number = Number(text);
  return { kind: "number", value: number, text, isInteger: Number.isInteger(number) };
}

const NUMBER = /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export const needsValue = (operator: Operator): boolean =>
  operator !== "IS NULL" && operator !== "IS NOT NULL";

/** Whether a condition says enough to be asked. */
export function isComplete({ field, operator, value }: FilterRule): boolean {
  if (field.key === "") return false;
  if (!needsValue(operator)) return true;
  const type = fieldType(field);
  if (type === "number" || type === "time") return NUMBER.test(value.trim());
  if (operator === "IN" || operator === "NOT IN") return /[^\s,]/.test(value);
  return true;
}

export function toComparison(rule: FilterRule): Comparison {
  return {
    kind: "comparison",
    name: nameOfField(rule.field),
    operator: rule.operator,
    value: needsValue(rule.operator) ? toValue(rule) : null,
    position: 0,
    end: 0,
  };
}

function toNode(item: FilterItem): SearchNode | null {
  if (item.kind === "rule") return isComplete(item) ? toComparison(item) : null;
  const children = item.items.map(toNode).filter((node) => node !== null);
  const [first, ...others] = children;
  if (!first) return null;
  const inner: SearchNode = others.length === 0 ? first : { kind: item.join, children };
  return item.isNegated ? { kind: "not", child: inner } : inner;
}

/** The filter that groups of conditions say; conditions that are not finished are left out. */
export function printFilter(group: FilterGroup): string {
  const node = toNode(group);
  return node ? printSearch(node) : "";
}

/** The tree with the item at a path replaced; by null, taken out. */
export function replaceItem(
  group: FilterGroup,
  [index, ...rest]: FilterPath,
  next: FilterItem | null,
): FilterGroup {
  if (index === undefined) return group;
  const items = group.items.flatMap((item, at): FilterItem[] => {
    if (at !== index) return [item];
    if (rest.length === 0) return next ? [next] : [];
    return item.kind === "group" ? [replaceItem(item, rest, next)] : [item];
  });
  return { ...group, items };
}

/** The tree with a group's own settings changed, or something put at its end; the top group is at []. */
export function changeGroup(
  group: FilterGroup,
  [index, ...rest]: FilterPath,
  change: (group: FilterGroup) => FilterGroup,
): FilterGroup {
  if (index === undefined) return change(group);
  const items = group.items.map((item, at) =>
    at === index && item.kind === "group" ? changeGroup(item, rest, change) : item,
  );
  return { ...group, items };
}

/** A filter that also asks for one more condition. A filter that cannot be read gives way to it. */
export function addCondition(text: string, rule: FilterRule): string {
  const added = toComparison(rule);
  let node: SearchNode | null = null;
  try {
    node = parseSearch(text.trim());
  } catch {
    node = null;
  }
  if (!node) return printSearch(added);
  const children = node.kind === "and" ? [...node.children, added] : [node, added];
  return printSearch({ kind: "and", children });
}
