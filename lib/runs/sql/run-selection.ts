import "server-only";
import type { Actor } from "@/lib/access/actor";
import { type ConditionTree, conditionsOf } from "@/lib/core/search/condition";
import { parseSearch } from "@/lib/core/search/parse";
import { resolveSearch } from "@/lib/core/search/resolve";
import { runVocabulary } from "@/lib/core/search/vocabulary";
import type { SqlParameters } from "@/lib/db/conditions";
import type { RunSelection } from "../schema";
import { compileFilter, inExperiments, leadOf } from "./search-filter";

/** One of the look-ups, turned round. */
export interface RunLead {
  /** The statement that answers the runs for which it holds. */
  select: (parameters: SqlParameters) => string;
  /** The other look-ups, fenced. */
  others: (parameters: SqlParameters) => string[];
}

/** SQL conditions on `runs r`, put into whatever statement needs them. */
export interface RunConditions {
  /** On columns of `r` alone. Without the scope where `r` is joined to rows that are already within it. */
  own: (parameters: SqlParameters, isScoped: boolean) => string[];
  /** Those that look values up. Fenced ones are tried row by row: the planner cannot make joins of them. */
  lookups: (parameters: SqlParameters, isFenced: boolean) => string[];
  hasLookups: boolean;
  leads: readonly RunLead[];
}

const VIEWS: Readonly<Record<RunSelection["view"], string>> = {
  active: "r.deleted_at IS NULL",
  deleted: "r.deleted_at IS NOT NULL",
  all: "true",
};

const NOT_BELOW_ANOTHER = `(r.parent_uuid IS NULL OR NOT EXISTS (SELECT 1 FROM runs above WHERE above.uuid = r.parent_uuid
  AND above.experiment_id = r.experiment_id AND above.deleted_at IS NULL))`;

export function readFilter(filter: string | undefined): ConditionTree | null {
  const node = parseSearch(filter ?? "");
  return node && resolveSearch(node, runVocabulary);
}

/** The trees that must all hold. */
export function conjuncts(tree: ConditionTree | null): ConditionTree[] {
  if (!tree) return [];
  return tree.kind === "and" ? tree.children.flatMap(conjuncts) : [tree];
}

function looksUp(tree: ConditionTree): boolean {
  return conditionsOf(tree).some(({ kind }) => kind !== "attribute");
}

/**
 * The workspace is asked for in any case, but where the experiments are settled already, in a way that the planner does
 * not take for a second cut: it would expect almost no rows.
 */
function scopeOf(
  actor: Actor,
  selection: RunSelection,
  parameters: SqlParameters,
  isScoped: boolean,
): string[] {
  const sameWorkspace = `r.workspace_id = ${parameters.add(actor.workspaceId)}`;
  return isScoped
    ? [`coalesce(${sameWorkspace}, false)`]
    : [sameWorkspace, inExperiments("r", selection.experimentIds)];
}

export function conditionsFor(
  actor: Actor,
  selection: RunSelection,
  trees: readonly ConditionTree[],
  keys: ReadonlyMap<string, number>,
): RunConditions {
  const { experimentIds, runUuids, createdBy, parentUuid } = selection;
  const [lookups, plain] = [trees.filter(looksUp), trees.filter((tree) => !looksUp(tree))];
  const compile = (
    some: readonly ConditionTree[],
    parameters: SqlParameters,
    isFenced: boolean,
  ): string[] =>
    some.map((tree) => compileFilter(tree, { keys, experimentIds, parameters, isFenced }));
  const own = (parameters: SqlParameters, isScoped: boolean) => {
    const where = [...scopeOf(actor, selection, parameters, isScoped), VIEWS[selection.view]];
    if (runUuids !== undefined) where.push(`r.uuid = ANY (${parameters.add(runUuids)}::text[])`);
    if (createdBy !== undefined) where.push(`r.created_by = ${parameters.add(createdBy)}`);
    if (parentUuid !== undefined) where.push(`r.parent_uuid = ${parameters.add(parentUuid)}`);
    if (selection.isTopLevelOnly) where.push(NOT_BELOW_ANOTHER);
    return [...where, ...compile(plain, parameters, false)];
  };
  return {
    own,
    lookups: (parameters, isFenced) => compile(lookups, parameters, isFenced),
    hasLookups: lookups.length > 0,
    leads: lookups.flatMap((tree): RunLead[] => {
      const select = leadOf(tree, { keys, experimentIds });
      if (!select) return [];
      const rest = lookups.filter((other) => other !== tree);
      return [{ select, others: (parameters) => compile(rest, parameters, true) }];
    }),
  };
}
