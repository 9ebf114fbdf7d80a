import "server-only";
import type { Actor } from "@/lib/access/actor";
import { SqlParameters } from "@/lib/db/conditions";
import { findKeys } from "@/lib/experiments/sql";
import type { RunSelection } from "../schema";
import { findFewMatches, isOneOf } from "./few-matches";
import { conditionsFor, conjuncts, readFilter } from "./run-selection";
import { keysOf } from "./search-filter";

/** SQL that holds for the runs of a selection, and its parameters. */
export async function selectRuns(
  actor: Actor,
  selection: RunSelection,
): Promise<{ parameters: SqlParameters; where: string[] }> {
  const tree = readFilter(selection.filter);
  const keys = await findKeys(actor.workspaceId, keysOf(tree));
  const conditions = conditionsFor(actor, selection, conjuncts(tree), keys);
  const few = await findFewMatches(conditions);
  const parameters = new SqlParameters();
  if (few) return { parameters, where: [isOneOf(few, parameters)] };
  const where = [...conditions.own(parameters, false), ...conditions.lookups(parameters, false)];
  return { parameters, where };
}
