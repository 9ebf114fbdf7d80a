import type { CheckDefinition } from "../schema/checks";
import type { Cell } from "./cells";

export interface CheckOutcome {
  verdict: "pass" | "fail" | "inconclusive";
  /** Null when it is not about rows. */
  failing: number | null;
  rows: number | null;
  message: string;
}

export interface TableFacts {
  /** Null when nobody said. */
  rows: number | null;
  columns: readonly { name: string; type: string }[] | null;
  /** When the version came in, and now. */
  createdAt: number;
  now: number;
}

/** More different values than this are not kept to be compared. */
const MAX_UNIQUE = 1_000_000;
const HOUR = 3_600_000;

export const columnOf = (definition: CheckDefinition): string | null =>
  "column" in definition ? (definition.column ?? null) : null;

/** A check while the rows of a table pass by. */
export class CheckRun {
  readonly #definition: CheckDefinition;
  #rows = 0;
  #failing = 0;
  #newest = Number.NEGATIVE_INFINITY;
  readonly #seen = new Set<string>();
  readonly #allowed: ReadonlySet<string>;

  constructor(definition: CheckDefinition) {
    this.#definition = definition;
    this.#allowed = new Set(definition.kind === "allowed_values" ? definition.values : []);
  }

  add(cell: Cell): void {
    this.#rows += 1;
    if (!this.#isFine(cell)) this.#failing += 1;
  }

  #isFine(cell: Cell): boolean {
    const definition = this.#definition;
    if (definition.kind === "not_null") return cell.kind !== "null";
    // A missing value breaks no rule but that of "not null".
    if (cell.kind === "null") return true;
    switch (definition.kind) {
      case "unique":
        return this.#isNew(cell.text);
      case "range":
        return cell.kind === "number" && within(cell.value, definition);
      case "allowed_values":
        return this.#allowed.has(cell.text);
      case "freshness":
        if ("value" in cell && cell.value > this.#newest) this.#newest = cell.value;
        return true;
      default:
        return true;
    }
  }

  #isNew(text: string): boolean {
    if (this.#seen.has(text)) return false;
    if (this.#seen.size < MAX_UNIQUE) this.#seen.add(text);
    return true;
  }

  finish(facts: TableFacts): CheckOutcome {
    const definition = this.#definition;
    const { columns } = facts;
    const column = columnOf(definition);
    if (column !== null && !columns?.some(({ name }) => name === column))
      return failed(`There is no column ${column}.`);
    if (definition.kind === "freshness" && column !== null)
      return freshness(Number.isFinite(this.#newest) ? this.#newest : null, definition, facts.now);
    if (column === null) return checkWhole(definition, facts);
    const isCut = definition.kind === "unique" && this.#seen.size >= MAX_UNIQUE;
    if (isCut && this.#failing === 0)
      return {
        ...inconclusive(
          `There are more than ${MAX_UNIQUE.toLocaleString("en")} different values, which are not all compared.`,
        ),
        rows: this.#rows,
      };
    return {
      verdict: this.#failing === 0 ? "pass" : "fail",
      failing: this.#failing,
      rows: this.#rows,
      message:
        this.#failing === 0
          ? "Every row meets it."
          : `${this.#failing.toLocaleString("en")} of ${this.#rows.toLocaleString("en")} rows do not meet it.`,
    };
  }
}

const failed = (message: string): CheckOutcome => ({
  verdict: "fail",
  failing: null,
  rows: null,
  message,
});
const passed = (message: string): CheckOutcome => ({ ...failed(message), verdict: "pass" });
const inconclusive = (message: string): CheckOutcome => ({
  ...failed(message),
  verdict: "inconclusive",
});

function within(
  value: number,
  { min, max }: { min?: number | undefined; max?: number | undefined },
): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function freshness(
  newest: number | null,
  { maxAgeHours }: { maxAgeHours: number },
  now: number,
): CheckOutcome {
  if (newest === null) return failed("The column holds no times.");
  const age = (now - newest) / HOUR;
  const message = `The newest is ${age.toFixed(1)} hours old; at most ${maxAgeHours} are allowed.`;
  return age <= maxAgeHours ? passed(message) : failed(message);
}

function checkSchema(
  expected: readonly { name: string; type: string }[],
  columns: TableFacts["columns"],
): CheckOutcome {
  if (!columns) return inconclusive("Nothing is known of this version's columns.");
  const actual = new Map(columns.map(({ name, type }) => [name, type]));
  const differences = expected.flatMap(({ name, type }) => {
    const found = actual.get(name);
    if (found === undefined) return [`${name} is missing`];
    return found === type ? [] : [`${name} is ${found} instead of ${type}`];
  });
  const known = new Set(expected.map(({ name }) => name));
  for (const { name } of columns) if (!known.has(name)) differences.push(`${name} is new`);
  return differences.length === 0
    ? passed("The columns are the expected ones.")
    : failed(`${differences.slice(0, 10).join("; ")}.`);
}

/** A check about the table, not about its cells. */
function checkWhole(definition: CheckDefinition, facts: TableFacts): CheckOutcome {
  if (definition.kind === "schema") return checkSchema(definition.columns, facts.columns);
  if (definition.kind === "freshness") return freshness(facts.createdAt, definition, facts.now);
  if (facts.rows === null)
    return inconclusive("Nobody said how many rows this version has, and its file is not here.");
  if (definition.kind !== "row_count") return inconclusive("Its rows are not here.");
  const message = `It has ${facts.rows.toLocaleString("en")} rows.`;
  return within(facts.rows, definition) ? passed(message) : failed(message);
}

/** What can be said of a version of which only the description is here. */
export function checkDescription(definition: CheckDefinition, facts: TableFacts): CheckOutcome {
  if (columnOf(definition) !== null)
    return inconclusive(
      "Only the description of this version is here, not its rows. Upload its file to check them.",
    );
  return checkWhole(definition, facts);
}
