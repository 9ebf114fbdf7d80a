import { describe, expect, it } from "vitest";
import { conditionsOf } from "./condition";
import { parseSearch } from "./parse";
import { printSearch } from "./print";
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

function errorOf(text: string, vocabulary: Vocabulary = runVocabulary): SearchError {
  try {
    read(text, vocabulary);
  } catch (error) {
    if (error instanceof SearchError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted.`);
}

describe("a filter on runs", () => {
  it.each([
    ["metrics.loss < 0.5", { kind: "metric", key: "loss", operator: "<", value: 0.5 }],
    ["metric.loss>=-1e-3", { kind: "metric", key: "loss", operator: ">=", value: -0.001 }],
    ["metrics.a > 1e999", { kind: "metric", key: "a", operator: ">", value: Infinity }],
    ["metrics.`val/loss` != .5", { kind: "metric", key: "val/loss", operator: "!=", value: 0.5 }],
    ["params.\"my param\" = 'x'", { kind: "param", key: "my param", operator: "=", value: "x" }],
    ['parameter.lr = "0.1"', { kind: "param", key: "lr", operator: "=", value: "0.1" }],
    ["params.a = 'it''s'", { kind: "param", key: "a", operator: "=", value: "it's" }],
    ["params.a ilike '%X_'", { kind: "param", key: "a", operator: "ILIKE", value: "%X_" }],
    ["tags.mlflow.user = 'u'", { kind: "tag", key: "mlflow.user", operator: "=", value: "u" }],
    ["tag.a is not null", { kind: "tag", key: "a", operator: "IS NOT NULL", value: null }],
    ["status = 'RUNNING'", { kind: "attribute", field: "status", operator: "=", value: "RUNNING" }],
    ["attr.Created > 5", { kind: "attribute", field: "start_time", operator: ">", value: 5 }],
    ["`Run Name` = 'x'", { kind: "attribute", field: "run_name", operator: "=", value: "x" }],
    ['"run name" = "x"', { kind: "attribute", field: "run_name", operator: "=", value: "x" }],
    [
      "run_id NOT IN ('a', \"b\",)",
      { kind: "attribute", field: "run_id", operator: "NOT IN", value: ["a", "b"] },
    ],
    ["datasets.name = 'd'", { kind: "dataset", field: "name", operator: "=", value: "d" }],
  ])("%s is understood", (text, condition) => {
    expect(read(text)).toEqual(condition);
  });

  it("joins by AND before OR, and NOT and parentheses bind tighter", () => {
    const shape = (text: string) => printSearch(parseSearch(text) ?? never());
    const never = (): never => {
      throw new Error("nothing was read");
    };
    expect(shape("metrics.a>1 and metrics.b>2 or not metrics.c>3")).toBe(
      "(metrics.a > 1 AND metrics.b > 2) OR NOT metrics.c > 3",
    );
    expect(shape("metrics.a>1 AND (metrics.b>2 OR metrics.c>3)")).toBe(
      "metrics.a > 1 AND (metrics.b > 2 OR metrics.c > 3)",
    );
    expect(shape("NOT (metrics.a>1 AND metrics.b>2)")).toBe(
      "NOT (metrics.a > 1 AND metrics.b > 2)",
    );
  });

  it("may hold an AND too many or too few, as MLflow reads it", () => {
    for (const text of [
      "metrics.a > 1 AND",
      "AND metrics.a > 1",
      "metrics.a > 1 AND AND metrics.b > 2",
      "metrics.a > 1 metrics.b > 2",
    ])
      expect(conditionsOf(read(text)).length).toBeGreaterThan(0);
  });

  it.each([
    "   ",
    "metrics.a",
    "metrics.a >",
    "> 1",
    "1 < metrics.a",
    "metrics.a > '1'",
    "metrics.a > NaN",
    "metrics.a > -inf",
    "metrics.a > 1and metrics.b > 2",
    "metrics.a IS NULL",
    "metrics.a LIKE '1'",
    "metrics.a BETWEEN 1 AND 2",
    "metrics.a-b > 1",
    "metrics.val/loss > 1",
    "metrics.a > 1;",
    "metrics.a > 1 -- and more",
    "metrics.a > metrics.b",
    "`metrics.a` > 1",
    "Metrics.a > 1",
    "foo.bar = 'x'",
    "params.a = 1",
    "params.a = b",
    "params.a = `b`",
    "params.a > 'b'",
    "params.a == 'b'",
    "params.a <> 'b'",
    "params.a NOT LIKE 'b'",
    "params.a IN ('a')",
    "params.a = 'open",
    "params.a = 'x' 'y'",
    "experiment_id = '1'",
    "status IN ('RUNNING')",
    "status > 'RUNNING'",
    "start_time > 'x'",
    "start_time IN (1)",
    "run_id IN ()",
    "run_id IN (1)",
    "run_id IN ('a' 'b')",
    "run_id IN 'a'",
    "run_id = ('a')",
    "dataset.foo = 'x'",
    "dataset.name IS NULL",
    "(metrics.a > 1",
    "metrics.a > 1)",
    "()",
    "NOT",
    "metrics.a > 1 OR",
    "OR metrics.a > 1",
    "params.a = 'nul\0'",
  ])("%j is refused with a place to look at", (text) => {
    const error = errorOf(text);
    expect(error.code).toBe("INVALID");
    expect(error.position).toBeGreaterThanOrEqual(0);
    expect(error.position).toBeLessThanOrEqual(text.length);
    expect(error.end).toBeGreaterThanOrEqual(error.position);
  });

  it("that is refused names the characters to blame, in MLflow's words", () => {
    expect(errorOf("metrics.a > 1 ! metrics.b").message).toBe(
      "Invalid clause(s) in filter string: '! metrics.b' (at character 15)",
    );
    expect(errorOf("metrics.val/loss > 1").message).toContain("Quote names");
    expect(errorOf("params.a = 1").message).toContain(
      "Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1",
    );
    expect(errorOf("metrics.a > 'x'").message).toContain(
      "Expected numeric value type for metric. Found 'x'",
    );
  });

  it("knows no name that only JavaScript knows", () => {
    for (const name of ["constructor", "__proto__", "toString"]) {
      expect(errorOf(`${name} = 'x'`).message).toContain("Invalid attribute key");
      expect(errorOf(`${name}.a = 'x'`).message).toContain("Invalid entity type");
      expect(errorOf(`dataset.${name} = 'x'`).message).toContain("Invalid dataset key");
    }
  });
});

describe("the other searches", () => {
  it("have names of their own", () => {
    expect(read("experiment_id IN ('1', '2')", experimentVocabulary)).toMatchObject({
      value: [1, 2],
    });
    expect(read("tag.a IS NULL", experimentVocabulary)).toMatchObject({ operator: "IS NULL" });
    expect(read("version_number >= '2'", modelVersionVocabulary)).toMatchObject({ value: 2 });
    expect(read("name IN ('a')", registeredModelVocabulary)).toMatchObject({ value: ["a"] });
    expect(read("params.lr = 0.010", loggedModelVocabulary)).toMatchObject({ value: "0.010" });
    expect(read("creation_time > 5", loggedModelVocabulary)).toMatchObject({
      field: "creation_timestamp",
    });
  });

  it.each([
    ["experiment_id = 'x'", experimentVocabulary],
    ["experiment_id = 1", experimentVocabulary],
    ["experiment_id LIKE '1'", experimentVocabulary],
    ["creation_time > 1.5", experimentVocabulary],
    ["attributes.name = 'a'", experimentVocabulary],
    ["metrics.a > 1", experimentVocabulary],
    ["name IS NULL", experimentVocabulary],
    ["tags.a IS NULL", registeredModelVocabulary],
    ["version_number = 1.5", modelVersionVocabulary],
    ["version_number = '1.5'", modelVersionVocabulary],
    ["source_path IN ('a')", modelVersionVocabulary],
    ["current_stage = 'x'", modelVersionVocabulary],
    ["metric.a > 1", loggedModelVocabulary],
    ["metrics.a > '1'", loggedModelVocabulary],
    ["tags.a IS NULL", loggedModelVocabulary],
  ])("%j is refused", (text, vocabulary) => {
    expect(errorOf(text, vocabulary).code).toBe("INVALID");
  });

  it("count a model without the tag of prompts as none", () => {
    const tag = "tag.`mlflow.prompt.is_prompt`";
    const kinds = (text: string) =>
      conditionsOf(read(text, registeredModelVocabulary)).map(({ operator }) => operator);
    expect(kinds(`${tag} != 'true'`)).toEqual(["!=", "IS NULL"]);
    expect(kinds(`${tag} = 'false'`)).toEqual(["=", "IS NULL"]);
    expect(kinds(`${tag} = 'true'`)).toEqual(["="]);
    expect(kinds("tag.other != 'true'")).toEqual(["!="]);
  });
});
