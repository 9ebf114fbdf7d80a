import type { Condition, ConditionTree } from "@/lib/core/search/condition";
import type { Operator } from "@/lib/core/search/parse";

/** Collects the parameters of a statement that is put together piece by piece. */
export class SqlParameters {
  readonly values: unknown[];

  constructor(values: readonly unknown[] = []) {
    this.values = [...values];
  }

  /** The placeholder of a value. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** An identifier of ours inside a statement: Postgres refuses parameters that a variant of it does not mention. */
export function idLiteral(id: number): string {
  if (!Number.isSafeInteger(id)) throw new Error(`${id} is no identifier.`);
  return String(id);
}

/** SQL of a condition tree. A leaf that does not hold because its value is absent is false, so NOT of it is true. */
export function compileTree(tree: ConditionTree, compileLeaf: (leaf: Condition) => string): string {
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

const COMPARISONS: ReadonlySet<Operator> = new Set(["=", "!=", ">", ">=", "<", "<="]);
const MAX_BIGINT = 2n ** 63n - 1n;

/** The whole number that stands for `value` in a comparison with whole numbers, or null when none is equal to it. */
function wholeNumber(operator: Operator, value: number): bigint | null {
  const isExact = operator === "=" || operator === "!=";
  if (isExact && !Number.isInteger(value)) return null;
  if (value >= Number(MAX_BIGINT)) return MAX_BIGINT;
  if (value <= -Number(MAX_BIGINT)) return -MAX_BIGINT;
  // x > 1.5 means x > 1, and x >= 1.5 means x >= 2.
  const roundsUp = operator === ">=" || operator === "<";
  return BigInt(roundsUp ? Math.ceil(value) : Math.floor(value));
}

type Comparand = Pick<Condition, "operator" | "value">;

/** `column operator value` for a column of whole numbers, which no value overflows. */
export function compareWhole(
  column: string,
  { operator, value }: Comparand,
  parameters: SqlParameters,
): string {
  if (Array.isArray(value)) {
    const list = `(${parameters.add(value.map(String))}::bigint[])`;
    return operator === "IN" ? `${column} = ANY ${list}` : `${column} <> ALL ${list}`;
  }
  const whole = wholeNumber(operator, Number(value));
  if (whole === null) return operator === "!=" ? `${column} IS NOT NULL` : "false";
  return `${column} ${operator} ${parameters.add(String(whole))}::bigint`;
}

/** `column operator value` for a column of text; the value is always a parameter. */
export function compareText(
  column: string,
  { operator, value }: Comparand,
  parameters: SqlParameters,
): string {
  if (operator === "IS NULL" || operator === "IS NOT NULL") return `${column} ${operator}`;
  if (operator === "IN") return `${column} = ANY (${parameters.add(value)}::text[])`;
  if (operator === "NOT IN") return `${column} <> ALL (${parameters.add(value)}::text[])`;
  const placeholder = `${parameters.add(value)}::text`;
  // MLflow's LIKE knows no escape character; with an empty one, a backslash stands for itself.
  if (operator === "LIKE" || operator === "ILIKE")
    return `${column} ${operator} ${placeholder} ESCAPE ''`;
  if (COMPARISONS.has(operator)) return `${column} ${operator} ${placeholder}`;
  throw new Error(`The operator "${operator}" has no SQL.`);
}

/** Length of the beginning of a text that indexes hold: the whole may be longer than an entry of one. */
const INDEXED_CHARS = 200;

/** What an index holds of a column of text. */
export const beginningOf = (column: string) => `left(${column}, ${INDEXED_CHARS})`;

/** Whether a column holds a text, along the index of its beginning. */
export function equalsIndexed(column: string, text: string, parameters: SqlParameters): string {
  const chars = [...text];
  const start = parameters.add(chars.slice(0, INDEXED_CHARS).join(""));
  const beginning = `${beginningOf(column)} = ${start}::text`;
  // Only a text that fills the beginning may go on beyond it; told twice, the planner would count it twice.
  return chars.length < INDEXED_CHARS
    ? beginning
    : `${beginning} AND ${column} = ${parameters.add(text)}::text`;
}

/** `column operator value` for a column of floating-point numbers. A NaN is unequal to everything. */
export function compareFloat(
  column: string,
  { operator, value }: Comparand,
  parameters: SqlParameters,
): string {
  const comparison = `${column} ${operator} ${parameters.add(value)}::float8`;
  // Postgres puts NaN above every number, so only these two would let it through.
  return operator === ">" || operator === ">="
    ? `(${comparison} AND ${column} < 'NaN')`
    : comparison;
}

/** `column operator value` for the column of an attribute: whole numbers are compared as such, everything else as text. */
export function compare(column: string, condition: Comparand, parameters: SqlParameters): string {
  const { value } = condition;
  const isWhole = typeof (Array.isArray(value) ? value[0] : value) === "number";
  return isWhole
    ? compareWhole(column, condition, parameters)
    : compareText(column, condition, parameters);
}
