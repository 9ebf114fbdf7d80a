import type { Comparison, Name, SearchNode } from "./parse";

const BARE = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*$/u;
const PLAIN_ENTITY = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const RESERVED = /^(?:and|or|not|in|is|like|ilike|null)$/i;

function quoteName(text: string): string {
  return `\`${text.replaceAll("`", "``")}\``;
}

/** A name as a filter writes it, quoted where it must be. */
export function printName({ entity, key }: Name): string {
  if (entity === null) return PLAIN_ENTITY.test(key) && !RESERVED.test(key) ? key : quoteName(key);
  return `${entity}.${BARE.test(key) ? key : quoteName(key)}`;
}

/** A value as a filter writes it. */
export function printValue(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}

function printComparison({ name, operator, value }: Comparison): string {
  const left = `${printName(name)} ${operator}`;
  if (value === null) return left;
  switch (value.kind) {
    case "string":
      return `${left} ${printValue(value.value)}`;
    case "list":
      return `${left} (${value.values.map(printValue).join(", ")})`;
    default:
      return `${left} ${value.text}`;
  }
}

function printInside(node: SearchNode): string {
  return node.kind === "and" || node.kind === "or" ? `(${printSearch(node)})` : printSearch(node);
}

/** A filter as text; parsing it again gives the same tree. */
export function printSearch(node: SearchNode): string {
  switch (node.kind) {
    case "comparison":
      return printComparison(node);
    case "not":
      return `NOT ${printInside(node.child)}`;
    default:
      return node.children.map(printInside).join(node.kind === "and" ? " AND " : " OR ");
  }
}
