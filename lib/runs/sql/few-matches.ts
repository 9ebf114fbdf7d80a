import "server-only";
import { SqlParameters } from "@/lib/db/conditions";
import { pool } from "@/lib/db/pool";
import type { RunConditions, RunLead } from "./run-selection";

/** So many runs are tried one by one at about the cost of reading a page. */
const MAX_TRIED = 2_000;

/** Leads to the runs of the condition that fewest pass; null when more than can be tried pass each. */
async function findNarrowest(conditions: RunConditions): Promise<RunLead | null> {
  const parameters = new SqlParameters();
  if (conditions.leads.length === 0) return null;
  const counts = conditions.leads.map(
    (lead) =>
      `(SELECT count(*) FROM (${lead.select(parameters)} LIMIT ${MAX_TRIED + 1}) AS counted)`,
  );
  const { rows } = await pool().query<number[]>({
    text: `SELECT ${counts.join(", ")}`,
    values: parameters.values,
    rowMode: "array",
  });
  const counted = rows[0] ?? [];
  const least = Math.min(...counted);
  return least > MAX_TRIED ? null : (conditions.leads[counted.indexOf(least)] ?? null);
}

/** The planner takes what a subquery makes for a few, and so looks each of them up. */
export const isOneOf = (ids: readonly number[], parameters: SqlParameters) =>
  `r.id = ANY (ARRAY(SELECT unnest(${parameters.add(ids)}::bigint[])))`;

/**
 * All runs that match, where some condition alone leaves few of them; else null. How many pass is counted along the
 * index of its values, because the planner's guess of it is worth little: values depend on each other, and the rarest
 * are in no statistics.
 */
export async function findFewMatches(conditions: RunConditions): Promise<number[] | null> {
  const narrowest = await findNarrowest(conditions);
  if (!narrowest) return null;
  const parameters = new SqlParameters();
  const where = [
    `r.id = ANY (ARRAY(${narrowest.select(parameters)}))`,
    ...conditions.own(parameters, true),
    ...narrowest.others(parameters),
  ];
  const { rows } = await pool().query<[number]>({
    text: `SELECT r.id FROM runs r WHERE ${where.join(" AND ")}`,
    values: parameters.values,
    rowMode: "array",
  });
  return rows.map(([id]) => id);
}
