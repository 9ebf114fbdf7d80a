import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { parseOrderBy } from "./order-by";
import {
  experimentVocabulary,
  loggedModelVocabulary,
  modelVersionVocabulary,
  registeredModelVocabulary,
  runVocabulary,
} from "./vocabulary";

describe("an order", () => {
  it.each([
    ["metrics.loss", { kind: "metric", key: "loss", ascending: true }],
    ["metrics.loss DESC", { kind: "metric", key: "loss", ascending: false }],
    ["metrics.`val/loss` asc", { kind: "metric", key: "val/loss", ascending: true }],
    ['params."a b" desc', { kind: "param", key: "a b", ascending: false }],
    ["`metrics.loss` desc", { kind: "metric", key: "loss", ascending: false }],
    ["start_time", { kind: "attribute", field: "start_time", ascending: true }],
    ["attributes.Created DESC", { kind: "attribute", field: "start_time", ascending: false }],
    ["tags.x", { kind: "tag", key: "x", ascending: true }],
  ])("of runs by %s is understood", (clause, expected) => {
    expect(parseOrderBy([clause], runVocabulary)).toEqual([expected]);
  });

  it.each([
    "",
    "   ",
    "asc desc foo",
    "metrics.loss sideways",
    "metrics.loss asc desc",
    "metrics.loss, metrics.b",
    "metrics.a NULLS LAST",
    "metrics.val/loss",
    "params.a-b",
    "dataset.name",
    "lifecycle_stage",
    "Run Name",
    "loss",
    "'metrics.loss'",
    "__proto__",
    "metrics.a \0",
  ])("of runs by %j is refused as the client's mistake", (clause) => {
    expect(() => parseOrderBy([clause], runVocabulary)).toThrow(AppError);
  });

  it("names no field twice, whatever it is called", () => {
    const refused = [
      ["metrics.a", "metrics.a DESC"],
      ["metrics.a", "metric.`a`"],
      ["created", "attributes.start_time DESC"],
    ];
    for (const clauses of refused)
      expect(() => parseOrderBy(clauses, runVocabulary)).toThrow("duplicate fields");
    expect(parseOrderBy(["metrics.a", "params.a", "tags.a"], runVocabulary)).toHaveLength(3);
  });

  it("is bounded", () => {
    const clauses = Array.from({ length: 21 }, (_, index) => `metrics.m${index}`);
    expect(() => parseOrderBy(clauses, runVocabulary)).toThrow("at most 20");
  });

  it("knows the fields of each search", () => {
    expect(parseOrderBy(["name", "last_update_time DESC"], experimentVocabulary)).toHaveLength(2);
    expect(() => parseOrderBy(["tags.x"], experimentVocabulary)).toThrow("Invalid order_by entity");
    expect(parseOrderBy(["timestamp"], registeredModelVocabulary)).toEqual([
      { kind: "attribute", field: "last_updated_timestamp", ascending: true },
    ]);
    expect(() =>
      parseOrderBy(["timestamp", "last_updated_timestamp"], registeredModelVocabulary),
    ).toThrow("duplicate fields");
    expect(parseOrderBy(["version_number DESC"], modelVersionVocabulary)).toHaveLength(1);
    expect(() => parseOrderBy(["run_id"], modelVersionVocabulary)).toThrow("Invalid order by key");
    expect(parseOrderBy(["metrics.a"], loggedModelVocabulary)).toHaveLength(1);
    expect(() => parseOrderBy(["params.a"], loggedModelVocabulary)).toThrow("Invalid order_by");
  });
});
