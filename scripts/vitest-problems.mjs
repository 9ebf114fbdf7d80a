/** A Vitest reporter that keeps what failed, and errors outside of every test, in the file that SLIPWAY_UNIT_PROBLEMS names. */
import { writeFileSync } from "node:fs";

/** The message and where it was; of a test that took too long only the message says so. */
function messageOf(error) {
  const { message = String(error), stack = "" } = error ?? {};
  return [message, ...stack.split("\n").filter((line) => /^\s+at /.test(line))].join("\n");
}

function problemOf(file, test) {
  const { state, errors = [] } = test.result();
  const isRecovered = state === "passed" && test.diagnostic()?.flaky === true;
  if (state !== "failed" && !isRecovered) return [];
  const error = messageOf(errors[0] ?? "It ended without saying why.");
  return [{ name: `${file} › ${test.fullName}`, error, isRecovered }];
}

function problemsOf(module) {
  const file = module.relativeModuleId;
  const suites = [...module.children.allSuites()];
  return [
    ...module.errors().map((error) => ({ name: file, error: messageOf(error) })),
    ...suites.flatMap((suite) =>
      suite.errors().map((error) => ({
        name: `${file} › ${suite.fullName}`,
        error: messageOf(error),
      })),
    ),
    ...[...module.children.allTests()].flatMap((test) => problemOf(file, test)),
  ];
}

export default class ProblemReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const outside = unhandledErrors.map((error) => ({
      name: "An error outside of every test",
      error: messageOf(error),
    }));
    const problems = [...modules.flatMap(problemsOf), ...outside];
    writeFileSync(process.env.SLIPWAY_UNIT_PROBLEMS, JSON.stringify(problems));
  }
}
