import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Comparison, type Operator, parseSearch, type SearchNode } from "./parse";
import { printSearch } from "./print";

const name = fc.oneof(
  fc.record({
    entity: fc.constantFrom("metrics", "params", "tags", "attributes", "dataset", "whatever"),
    key: fc.string({ unit: "binary" }).filter((key) => !key.includes("\0")),
  }),
  fc.record({
    entity: fc.constant(null),
    key: fc.string({ minLength: 1 }).filter((key) => !key.includes("\0")),
  }),
);
const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\0"));
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((value) => !Object.is(value, -0));
const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({
    kind: fc.constant("comparison" as const),
    name,
    operator: fc.constantFrom<Operator>("=", "!=", "<", "<=", ">", ">=", "LIKE", "ILIKE"),
    value: fc.oneof(
      text.map((value) => ({ kind: "string" as const, value })),
      number.map((value) => ({
        kind: "number" as const,
        value,
        text: String(value),
        isInteger: /^-?\d+$/.test(String(value)),
      })),
    ),
    position: fc.constant(0),
    end: fc.constant(0),
  }),
  fc.record({
    kind: fc.constant("comparison" as const),
    name,
    operator: fc.constantFrom<Operator>("IN", "NOT IN"),
    value: fc
      .array(fc.oneof(text, number), { minLength: 1, maxLength: 4 })
      .map((values) => ({ kind: "list" as const, values })),
    position: fc.constant(0),
    end: fc.constant(0),
  }),
  fc.record({
    kind: fc.constant("comparison" as const),
    name,
    operator: fc.constantFrom<Operator>("IS NULL", "IS NOT NULL"),
    value: fc.constant(null),
    position: fc.constant(0),
    end: fc.constant(0),
  }),
);

/** Trees as the parser makes them: an AND never directly holds an AND. */
const tree = fc.letrec<{ node: SearchNode; joined: SearchNode; negated: SearchNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    comparison,
    tie("negated"),
    fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(fc.oneof(comparison, tie("negated"), tie("joined")), {
          minLength: 2,
          maxLength: 4,
        }),
      )
      .map(([kind, children]): SearchNode => ({ kind, children })),
  ),
  joined: fc
    .tuple(
      fc.constantFrom("and" as const, "or" as const),
      fc.array(comparison, { minLength: 2, maxLength: 3 }),
    )
    .map(([kind, children]): SearchNode => ({ kind, children })),
  negated: tie("node").map((child): SearchNode => ({ kind: "not", child })),
})).node;

function withoutPlaces(node: SearchNode): SearchNode {
  switch (node.kind) {
    case "comparison":
      return { ...node, position: 0, end: 0 };
    case "not":
      return { kind: "not", child: withoutPlaces(node.child) };
    default:
      return { ...node, children: node.children.map(withoutPlaces) };
  }
}

describe("any filter", () => {
  it("that is printed is read as the same tree", () => {
    fc.assert(
      fc.property(tree, (node) => {
        const parsed = parseSearch(printSearch(node));
        expect(parsed && withoutPlaces(parsed)).toEqual(node);
      }),
      { numRuns: 500 },
    );
  });
});
