import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareTextDiff, shortenDiff } from "./prepare-text-diff";

const long = "tenure,monthly_charges,total_charges,payment_method";

describe("the difference of two texts", () => {
  it("marks the characters that changed", () => {
    expect(prepareTextDiff("learning-rate-0.1", "learning-rate-0.3")).toEqual([
      { kind: "same", text: "learning-rate-0." },
      { kind: "removed", text: "1" },
      { kind: "added", text: "3" },
    ]);
  });

  it("is not worked out for short texts, equal ones, or those with little in common", () => {
    expect(prepareTextDiff("adam", "adamw")).toBeNull();
    expect(prepareTextDiff(long, long)).toBeNull();
    expect(prepareTextDiff("aaaaaaaaaaaaaaaaaaaaaaaa", "zzzzzzzzzzzzzzzzzzzzzzzz")).toBeNull();
  });

  it("puts both texts together again", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 10 }), (text, more) => {
        const before = `${long}${text}`;
        const after = `${long}${more}${text}`;
        const parts = prepareTextDiff(before, after);
        if (!parts) return;
        const join = (skipped: string) =>
          parts.flatMap((part) => (part.kind === skipped ? [] : part.text)).join("");
        expect(join("added")).toBe(before);
        expect(join("removed")).toBe(after);
      }),
    );
  });

  it("of very long texts does not take long", () => {
    const words = Array.from({ length: 4000 }, (_, index) => `feature_${index}`);
    const parts = prepareTextDiff(words.join(" "), words.with(2000, "changed").join(" "));
    expect(parts?.filter(({ kind }) => kind === "added")).toEqual([
      { kind: "added", text: "changed" },
    ]);
  });
});

describe("a shortened difference", () => {
  it("keeps the changes and a little around them", () => {
    const parts = prepareTextDiff(`${long}-0.1`, `${long}-0.3`) ?? [];
    expect(
      shortenDiff(parts)
        .map(({ text }) => text)
        .join(""),
    ).toBe("…ethod-0.13");
  });
});
