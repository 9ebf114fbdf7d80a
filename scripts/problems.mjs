/** What went wrong in a run of tests, told once more at its end: a record that keeps only the end still says it. */
import { appendFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const MAX_LINES = 8;
const MAX_WIDTH = 400;
const MAX_PROBLEMS = 40;

function firstLines(text) {
  const lines = stripVTControlCharacters(String(text ?? ""))
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !/^\s+at .*node_modules/.test(line));
  return lines.slice(0, MAX_LINES).map((line) => line.slice(0, MAX_WIDTH));
}

/**
 * Tells of each problem its name and how its error begins. A problem is `{ name, error, isRecovered? }`; one that is
 * recovered passed at a later attempt. What runs the stages gathers them from the file that SLIPWAY_PROBLEMS names.
 */
export function tellProblems(problems) {
  if (problems.length === 0) return;
  const told = problems.slice(0, MAX_PROBLEMS).flatMap(({ name, error, isRecovered }) => {
    const what = isRecovered ? "PASSED ONLY AT A LATER ATTEMPT" : "FAILED";
    return [`${what}  ${name}`, ...firstLines(error).map((line) => `    ${line}`)];
  });
  if (problems.length > MAX_PROBLEMS) told.push(`and ${problems.length - MAX_PROBLEMS} more`);
  const text = `${told.join("\n")}\n`;
  process.stdout.write(`\n${text}`);
  if (process.env.SLIPWAY_PROBLEMS) appendFileSync(process.env.SLIPWAY_PROBLEMS, text);
}

const errorOf = ({ errors = [], error }) =>
  [...errors, error].find(Boolean)?.message ?? "It ended without saying why.";

/** The problems in a report of Playwright's JSON reporter. */
export function journeyProblems(report) {
  const problems = [];
  const visit = (suite, path) => {
    for (const spec of suite.specs ?? [])
      for (const { status, results } of spec.tests) {
        if (status !== "unexpected" && status !== "flaky") continue;
        const failed = results.find((result) => result.status !== "passed") ?? {};
        const name = [...path, spec.title].join(" › ");
        problems.push({ name, error: errorOf(failed), isRecovered: status === "flaky" });
      }
    for (const inner of suite.suites ?? []) visit(inner, [...path, inner.title]);
  };
  for (const suite of report.suites ?? []) visit(suite, [suite.title]);
  for (const error of report.errors ?? [])
    problems.push({ name: "Playwright itself", error: error.message });
  return problems;
}

/** The problems in pytest's short summary. */
export function pytestProblems(client, output) {
  return [...output.matchAll(/^(?:FAILED|ERROR) (\S.*?)(?: - (.*))?$/gm)].map(
    ([, name, error]) => ({
      name: `${client} client: ${name}`,
      error,
    }),
  );
}
