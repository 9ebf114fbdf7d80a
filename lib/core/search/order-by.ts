import { AppError } from "@/lib/core/errors";
import { lex, type Token } from "./lexer";
import { type Name, nameOf } from "./parse";
import { snippet } from "./search-error";
import type { Vocabulary } from "./vocabulary";

/** One field to order by. */
export type OrderClause =
  | { kind: "attribute"; field: string; ascending: boolean }
  | { kind: "metric" | "param" | "tag"; key: string; ascending: boolean };

export type OrderTarget =
  | { kind: "attribute"; field: string }
  | { kind: "metric" | "param" | "tag"; key: string };

const MAX_CLAUSES = 20;

function unparsable(clause: string): AppError {
  return new AppError(
    "INVALID",
    `Invalid order_by clause '${snippet(clause)}'. Could not be parsed.`,
  );
}

function tokensOf(clause: string): Token[] {
  try {
    return lex(clause);
  } catch {
    throw unparsable(clause);
  }
}

/** A name that is quoted as a whole still has its dot. */
function split(name: Name): Name {
  const dot = name.key.indexOf(".");
  return name.entity !== null || dot === -1
    ? name
    : { entity: name.key.slice(0, dot), key: name.key.slice(dot + 1) };
}

/** What a name in an order means. Throws INVALID for one that cannot be ordered by. */
export function resolveOrderName(name: Name, vocabulary: Vocabulary): OrderTarget {
  const { entity, key } = split(name);
  const kind = entity === null ? "attribute" : vocabulary.entities.get(entity);
  if (!kind)
    throw new AppError(
      "INVALID",
      `Invalid entity type '${snippet(entity ?? "")}'. Valid values are '${[...vocabulary.entities.keys()].join("', '")}'`,
    );
  if (!vocabulary.orderEntities.has(kind) || kind === "dataset")
    throw new AppError("INVALID", `Invalid order_by entity: ${kind}`);
  if (kind !== "attribute") return { kind, key };
  const field = vocabulary.orderAttributes.get(key);
  if (field === undefined)
    throw new AppError(
      "INVALID",
      `Invalid order by key '${snippet(key)}' specified. Valid keys are '${[...vocabulary.orderAttributes.keys()].join("', '")}'`,
    );
  return { kind, field };
}

function parseClause(clause: string, vocabulary: Vocabulary): OrderClause {
  const [first, second, ...more] = tokensOf(clause);
  const name = nameOf(first);
  if (!name || more.length > 0) throw unparsable(clause);
  const direction = second?.text.toLowerCase() ?? "asc";
  if (direction !== "asc" && direction !== "desc")
    throw new AppError(
      "INVALID",
      `Invalid ordering key in order_by clause '${snippet(clause)}'. Use ASC or DESC.`,
    );
  return { ...resolveOrderName(name, vocabulary), ascending: direction === "asc" };
}

/** The identity of what a clause orders by. */
function fieldOf(clause: OrderClause): string {
  return clause.kind === "attribute" ? clause.field : `${clause.kind}s.${clause.key}`;
}

/** Reads MLflow's order clauses, such as "metrics.loss DESC". Throws INVALID for unknown names and for repeats. */
export function parseOrderBy(clauses: readonly string[], vocabulary: Vocabulary): OrderClause[] {
  if (clauses.length > MAX_CLAUSES)
    throw new AppError("INVALID", `\`order_by\` may hold at most ${MAX_CLAUSES} fields.`);
  const parsed = clauses.map((clause) => parseClause(clause, vocabulary));
  const seen = new Set<string>();
  for (const clause of parsed) {
    const field = fieldOf(clause);
    if (seen.has(field))
      throw new AppError(
        "INVALID",
        `\`order_by\` contains duplicate fields: '${snippet(field)}' is named twice.`,
      );
    seen.add(field);
  }
  return parsed;
}
