import type { JsonValue } from "./dto";

type Values = Readonly<Record<string, JsonValue>> | null;

export interface Change {
  /** Dotted where values lie in values. */
  field: string;
  kind: "added" | "removed" | "changed" | "same";
  before: string | null;
  after: string | null;
}

const textOf = (value: JsonValue): string =>
  typeof value === "string" ? value : JSON.stringify(value);

function isGroup(value: JsonValue): value is { [key: string]: JsonValue } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Leaves by dotted path. An empty group is a leaf: it says something too. */
function leavesOf(values: Values, prefix = ""): Map<string, string> {
  const leaves = new Map<string, string>();
  for (const [key, value] of Object.entries(values ?? {})) {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (isGroup(value) && Object.keys(value).length > 0)
      for (const [name, leaf] of leavesOf(value, path)) leaves.set(name, leaf);
    else leaves.set(path, textOf(value));
  }
  return leaves;
}

function kindOf(before: string | null, after: string | null): Change["kind"] {
  if (before === null) return "added";
  if (after === null) return "removed";
  return before === after ? "same" : "changed";
}

/** What an event changed, field by field, in the order of their names. */
export function changesOf(before: Values, after: Values): Change[] {
  const was = leavesOf(before);
  const is = leavesOf(after);
  return [...new Set([...was.keys(), ...is.keys()])].sort().map((field) => {
    const [old, next] = [was.get(field) ?? null, is.get(field) ?? null];
    return { field, kind: kindOf(old, next), before: old, after: next };
  });
}
