import { describe, expect, test } from "vitest";
import {
  declarationText,
  MAX_DECLARATION_BYTES,
  parseDeclaration,
  problemLines,
  problemText,
} from "./declaration";

const problems = (text: string): string[] => {
  const parsed = parseDeclaration(text);
  return "problems" in parsed ? parsed.problems.map(problemText) : [];
};

test("a declaration says what runs, with what and how", () => {
  const parsed = parseDeclaration(`
command: python train.py --rows {{ rows }} --model "{{ model }}"
parameters:
  rows: { type: integer, default: 1000, min: 1, max: 100000 }
  model:
    type: choice
    choices: [linear, trees]
environment:
  RATE: "0.10"
limits: { wallClockSeconds: 600 }
source: { url: https://github.com/team/churn, ref: v1 }
experiment: churn
retries: 2
`);
  expect(parsed).toMatchObject({
    declaration: {
      command: ["sh", "-c", 'python train.py --rows {{ rows }} --model "{{ model }}"'],
      parameters: { rows: { type: "integer", required: true }, model: { type: "choice" } },
      environment: { RATE: "0.10" },
      limits: { wallClockSeconds: 600, memoryMiB: null },
      backend: "This machine",
      experiment: "churn",
      retries: 2,
      priority: 0,
    },
  });
  expect(parseDeclaration("command: [python, train.py]")).toMatchObject({
    declaration: { command: ["python", "train.py"], parameters: {} },
  });
});

test("what a shell calculates with is declared as a number", () => {
  const declare = (parameter: string) =>
    problems(`command: echo $(({{ n }} + 1))\nparameters:\n  n: ${parameter}`);
  expect(declare("{ type: string }")).toEqual([
    expect.stringContaining("A shell would calculate {{ n }}"),
  ]);
  expect(declare("{ type: choice, choices: [1, all] }")).toHaveLength(1);
  expect(declare("{ type: choice, choices: [1, 2] }")).toEqual([]);
  expect(declare("{ type: integer }")).toEqual([]);
  expect(declare("{ type: number, required: false }")).toEqual([]);
});

describe("what is wrong is named by line and field", () => {
  test.each([
    ["comand: x", "Line 1, command: Write a text for a shell, or a list of texts."],
    ["command: x\nretires: 1", "Line 2, retires: There is no such field."],
    ["command: x\nlimits:\n  wallclock: 1", "Line 3, limits.wallclock: There is no such field."],
    ["command: x\nretries: 99", "Line 2, retries: Too big: expected number to be <=9"],
    ["command: x\nretries: many", "Line 2, retries: Write a number, without quotes."],
    ["command: x\nretries: 1.5", "Line 2, retries: Write a whole number."],
    ["command: x\ndatasets: churn", "Line 2, datasets: Write a list."],
    ["command: x\nlimits: 1", "Line 2, limits: Write its fields below it."],
    ["command: x\nenvironment:\n  N: 1", "Line 3, environment.N: Write a text: put it in quotes."],
    [
      "command: x\nenvironment:\n  MLFLOW_RUN_ID: a",
      "Line 3, environment.MLFLOW_RUN_ID: This variable is set by Slipway itself.",
    ],
    [
      "command: x\nparameters:\n  n:\n    type: integer\n    min: 5\n    default: 1",
      "Line 6, parameters.n.default: At least 5.",
    ],
    [
      "command: x\nparameters:\n  n: { type: number, min: 5, max: 1 }",
      "Line 3, parameters.n.max: This is less than min.",
    ],
    [
      "command: x\nparameters:\n  n:\n    type: date",
      "Line 4, parameters.n.type: Its type is string, integer, number, boolean or choice.",
    ],
    [
      "command: x\nparameters:\n  a-b: { type: string }",
      "Line 3, parameters.a-b: Names of parameters are letters, digits and underscores.",
    ],
    [
      "parameters:\n  n: { type: integer }\ncommand: echo {{ m }}",
      "Line 3, command: {{ m }} stands for no parameter of this job.",
    ],
  ])("%j", (text, expected) => {
    expect(problems(text)).toContain(expected);
  });

  test("and the lines are found again in the message that a form shows", () => {
    const message = declarationText.safeParse("command: x\nretires: 1\nlimits:\n  wall: 1").error
      ?.issues[0]?.message;
    expect(problemLines(message ?? "").sort()).toEqual([2, 4]);
    expect(problemLines("Write what the pipeline runs.")).toEqual([]);
  });

  test("where the text is no YAML, or says a thing twice", () => {
    expect(problems("command: [a\nretries: 1")[0]).toMatch(/^Line \d: /);
    expect(problems("command: a\ncommand: b")[0]).toMatch(/^Line 2: /);
    expect(problems("command: a\n---\ncommand: b")[0]).toMatch(/^Line \d: /);
    expect(problems("command: !!js/function x")[0]).toMatch(/^Line 1: /);
    expect(problems("- a\n- b")).not.toEqual([]);
    expect(problems("")).not.toEqual([]);
  });
});

describe("a small text makes nothing large of itself", () => {
  test("aliases are refused, and with them texts that double at each line", () => {
    const bomb = ["a0: &a0 [x, x]"];
    for (let level = 1; level < 30; level += 1)
      bomb.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`);
    expect(problems(bomb.join("\n"))).toEqual([
      "Line 2: Anchors and aliases are not taken. Write it out.",
    ]);
  });

  test("so is deep nesting", () => {
    for (const depth of [60, 3_900, 60_000])
      expect(problems(`command: x\nruntimeEnvironment: {a: ${"[".repeat(depth)}`)).not.toEqual([]);
    expect(
      problems(`command: x\nruntimeEnvironment: {a: ${"[".repeat(60)}${"]".repeat(60)}}`),
    ).toEqual(["Line 2: This is nested too deeply."]);
  });

  test("but a long text in quotes is only a text", () => {
    const columns = JSON.stringify(Array(400).fill({ a: 1 })).replaceAll(":", ": ");
    expect(problems(`command: [train]\nenvironment:\n  COLUMNS: '${columns}'`)).toEqual([]);
  });

  test.each([
    ["items", "- ".repeat(32_000)],
    ["items behind a text", `command: '' ${"- ".repeat(30_000)}`],
    ["keys behind a text", `command: '' ${"? a: ".repeat(200)}`],
    ["names of names", "a: ".repeat(21_000)],
    ["keys that are keys", "? ".repeat(32_000)],
    ["items behind tabs", `command: x\n${"-\t".repeat(30_000)}`],
    [
      "items of items, line by line",
      Array(300)
        .fill(0)
        .map((_, at) => `${" ".repeat(at)}-`)
        .join("\n"),
    ],
    ["brackets that are closed", `a: ${"[".repeat(32_000)}${"]".repeat(32_000)}`],
  ])("%s within each other are refused before they are read", (_, text) => {
    const since = performance.now();
    expect(problems(text)).toEqual([expect.stringContaining("nested too deeply")]);
    expect(performance.now() - since).toBeLessThan(2_000);
  });

  test("many names and problems take no longer for being many, and not all of them are told", () => {
    const names = Array.from({ length: 9_000 }, (_, at) => `k${at}:`);
    for (const text of [names.join("\n"), `parameters: {${names.join(" 1,\n ")} 1}`]) {
      const since = performance.now();
      expect(problems(text)).toHaveLength(50);
      expect(performance.now() - since).toBeLessThan(5_000);
    }
    expect(problems([...names, "k8999: 1"].join("\n"))).toEqual([
      "Line 9001: This name stands here twice.",
    ]);
  });

  test("and a text of more than 64 KiB", () => {
    const long = `command: x # ${"€".repeat(MAX_DECLARATION_BYTES / 3)}`;
    expect(declarationText.safeParse(long).error?.issues).toMatchObject([
      { message: "A declaration has at most 64 KiB." },
    ]);
  });
});
