import type { ConditionTree } from "@/lib/core/search/vocabulary";

/** Collects the parameters of a statement that is put together piece by piece. */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** The placeholder of a value. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

type Leaf = Exclude<ConditionTree, { kind: "and" | "or" | "not" }>;

/** SQL of a condition tree. A leaf that does not hold because its value is absent is false, so NOT of it is true. */
export function compileTree(tree: ConditionTree, compileLeaf: (leaf: Leaf) => string): string {
  switch (tree.kind) {
    case "and":
    case "or": {
      const joined = tree.children.map((child) => compileTree(child, compileLeaf));
      return `(${joined.join(tree.kind === "and" ? " AND " : " OR ")})`;
    }
    case "not":
      return `(NOT coalesce(${compileTree(tree.child, compileLeaf)}, false))`;
    default:
      return compileLeaf(tree);
  }
}

const COMPARISONS = new Set(["=", "!=", ">", ">=", "<", "<="]);

/** `column operator value` for a text or numeric column; the value is always a parameter. */
export function compare(
  column: string,
  { operator, value }: Pick<Leaf, "operator" | "value">,
  parameters: SqlParameters,
): string {
  if (operator === "IS NULL" || operator === "IS NOT NULL") return `${column} ${operator}`;
  if (operator === "IN") return `${column} = ANY(${parameters.add(value)}::text[])`;
  if (operator === "NOT IN") return `${column} <> ALL(${parameters.add(value)}::text[])`;
  // MLflow's LIKE knows no escape character; with an empty one, a backslash stands for itself.
  if (operator === "LIKE" || operator === "ILIKE")
    return `${column} ${operator} ${parameters.add(value)} ESCAPE ''`;
  if (COMPARISONS.has(operator)) return `${column} ${operator} ${parameters.add(value)}`;
  throw new Error(`The operator "${operator}" has no SQL.`);
}
