import type { Operator } from "./parse";

export type ConditionValue = string | number | readonly string[] | readonly number[] | null;

interface Test {
  operator: Operator;
  /** A list for IN and NOT IN, null for IS NULL and IS NOT NULL. */
  value: ConditionValue;
}

export type AttributeCondition = Test & { kind: "attribute"; field: string };
export type DatasetCondition = Test & { kind: "dataset"; field: string };
export type MetricCondition = Test & { kind: "metric"; key: string };
/** A parameter or a tag. */
export type TextCondition = Test & { kind: "param" | "tag"; key: string };
export type Condition = AttributeCondition | DatasetCondition | MetricCondition | TextCondition;

/** A filter whose names and values have been checked against a vocabulary. */
export type ConditionTree =
  | { kind: "and" | "or"; children: ConditionTree[] }
  | { kind: "not"; child: ConditionTree }
  | Condition;

/** Every leaf of a tree, from left to right. */
export function conditionsOf(tree: ConditionTree | null): Condition[] {
  if (!tree) return [];
  switch (tree.kind) {
    case "and":
    case "or":
      return tree.children.flatMap(conditionsOf);
    case "not":
      return conditionsOf(tree.child);
    default:
      return [tree];
  }
}

/** Whether a filter speaks of a tag anywhere. */
export function mentionsTag(tree: ConditionTree | null, key: string): boolean {
  return conditionsOf(tree).some((leaf) => leaf.kind === "tag" && leaf.key === key);
}
