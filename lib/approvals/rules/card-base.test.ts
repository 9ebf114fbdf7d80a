import { describe, expect, it } from "vitest";
import { cardDocument } from "@/lib/models/schema/cards";
import { cardBaseOf, changesSinceBase, describeCardBase } from "./card-base";

const approved = { version: 3, card: 2, request: 7, at: "2026-01-01T00:00:00.000Z" };
const atTarget = { version: 4, card: 1 };

describe("the card that a request's is held against", () => {
  it("is the one that was signed last for the place, else the one at the target, else none", () => {
    expect(cardBaseOf(approved, atTarget)).toMatchObject({ kind: "approved", request: 7, card: 2 });
    expect(cardBaseOf(null, atTarget)).toEqual({ kind: "target", version: 4, card: 1 });
    expect(cardBaseOf(null, null)).toEqual({ kind: "none" });
  });

  it("is told in a sentence, with what came out", () => {
    expect(describeCardBase(cardBaseOf(approved, null), 1)).toBe(
      "Held against card 2 of version 3, approved last for this place in request 7: 1 field differs.",
    );
    expect(describeCardBase(cardBaseOf({ ...approved, card: null }, atTarget), 4)).toBe(
      "No card was written of version 3, approved last for this place in request 7: all of this card is new.",
    );
    expect(describeCardBase(cardBaseOf(null, atTarget), 0)).toMatch(/it says the same\.$/);
    expect(describeCardBase(cardBaseOf(null, null), 3)).toMatch(/all of this card is new\.$/);
  });

  it("leaves everything new where there is none", () => {
    const card = cardDocument.parse({ summary: "Finds churn.", riskRating: "low" });
    expect(changesSinceBase(null, card).map(({ field, kind }) => [field, kind])).toEqual([
      ["summary", "added"],
      ["riskRating", "added"],
    ]);
    const before = cardDocument.parse({ summary: "Finds churn.", riskRating: "high" });
    expect(changesSinceBase(before, card)).toMatchObject([
      { field: "riskRating", kind: "changed", before: "high", after: "low" },
    ]);
  });
});
