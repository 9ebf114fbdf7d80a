import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceOf, type Origin } from "./difference";

const origin = (id: string, family: string, at = 0): Origin => ({ id, family, at });
const shown = (before: Origin[], after: Origin[]) =>
  differenceOf(before, after).changes.map((one) => [
    one.change,
    one.before?.id ?? null,
    one.after?.id ?? null,
  ]);

describe("the difference of two origins", () => {
  it("says what was changed for another version of itself, what is gone and what is new", () => {
    const before = [origin("sales-1", "sales"), origin("codes", "codes"), origin("old", "old")];
    const after = [origin("sales-2", "sales"), origin("codes", "codes"), origin("new", "new")];
    expect(shown(before, after)).toEqual([
      ["changed", "sales-1", "sales-2"],
      ["removed", "old", null],
      ["added", null, "new"],
    ]);
    expect(differenceOf(before, after).same).toBe(1);
  });

  it("sets the newest of a family against each other and leaves the rest over", () => {
    const before = [origin("a", "run", 1), origin("b", "run", 2)];
    const after = [origin("c", "run", 3)];
    expect(shown(before, after)).toEqual([
      ["changed", "b", "c"],
      ["removed", "a", null],
    ]);
  });

  it("names each of both sides once, and nothing that both have", () => {
    const item = fc.record({
      id: fc.integer({ min: 0, max: 12 }).map(String),
      family: fc.constantFrom("x", "y"),
      at: fc.option(fc.integer({ min: 0, max: 3 })),
    });
    const side = fc.uniqueArray(item, { selector: ({ id }) => id });
    fc.assert(
      fc.property(side, side, (before, after) => {
        const { changes, same } = differenceOf(before, after);
        const ids = (items: readonly (Origin | null)[]) => items.flatMap((one) => one?.id ?? []);
        const shared = ids(before).filter((id) => ids(after).includes(id));
        expect(same).toBe(shared.length);
        for (const [side, all] of [
          ["before", before],
          ["after", after],
        ] as const)
          expect(ids(changes.map((one) => one[side])).toSorted()).toEqual(
            ids(all)
              .filter((id) => !shared.includes(id))
              .toSorted(),
          );
      }),
    );
  });
});
