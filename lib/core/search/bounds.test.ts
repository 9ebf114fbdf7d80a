import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { MAX_COMPARISONS, MAX_DEPTH, parseSearch } from "./parse";
import { resolveSearch } from "./resolve";
import { SearchError } from "./search-error";
import {
  experimentVocabulary,
  loggedModelVocabulary,
  modelVersionVocabulary,
  registeredModelVocabulary,
  runVocabulary,
  type Vocabulary,
} from "./vocabulary";

const read = (text: string, vocabulary: Vocabulary = runVocabulary) => {
  const node = parseSearch(text);
  return node && resolveSearch(node, vocabulary);
};

describe("bounds", () => {
  it("hold for depth, for the number of comparisons and for length", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}metrics.a > 1${")".repeat(depth)}`;
    expect(read(nested(MAX_DEPTH))).toBeTruthy();
    expect(() => read(nested(MAX_DEPTH + 1))).toThrow("nested at most");
    expect(() => read(`${"NOT ".repeat(100_000)}metrics.a > 1`)).toThrow("nested at most");
    const many = (count: number) => Array(count).fill("metrics.a > 1").join(" OR ");
    expect(read(many(MAX_COMPARISONS))).toBeTruthy();
    expect(() => read(many(MAX_COMPARISONS + 1))).toThrow("at most 200 comparisons");
    expect(() => read("a".repeat(600_000))).toThrow("longer than");
  });

  it("make hostile filters cheap to refuse", () => {
    const hostile = [
      "(".repeat(400_000),
      "'".repeat(400_001),
      "`".repeat(400_001),
      `params.a = '${"''".repeat(200_000)}`,
      `metrics.${"a.".repeat(200_000)} > 1`,
      "AND ".repeat(100_000),
      `${"1".repeat(400_000)}x`,
      " ".repeat(400_000),
      `run_id IN (${"'a',".repeat(100_000)}`,
      "-".repeat(400_000),
    ];
    const started = performance.now();
    for (const text of hostile) {
      try {
        read(text);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("any text", () => {
  it("is either read or refused as the client's mistake", () => {
    const piece = fc.constantFrom(
      ..."metrics. params. tags. dataset. run_id status a `b c` \"d\" 'e' 1 -2.5 1e999 . , ( ) AND OR NOT IN IS NULL LIKE = != < >= ; -- \0 é".split(
        " ",
      ),
    );
    const anything = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(" ")),
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
    );
    const vocabularies = [
      runVocabulary,
      experimentVocabulary,
      registeredModelVocabulary,
      modelVersionVocabulary,
      loggedModelVocabulary,
    ];
    fc.assert(
      fc.property(anything, (filter) => {
        for (const vocabulary of vocabularies)
          try {
            read(filter, vocabulary);
          } catch (error) {
            expect(error).toBeInstanceOf(SearchError);
          }
      }),
      { numRuns: 2_000 },
    );
  });
});
