import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The environment in which `npm run test:clients` compares statistics. */
const OF_CLIENT_TESTS = ".cache/clients/statistics/bin/python";

/** A Python that has NumPy, and more to compare with where that is installed; or a sentence that says what is missing. */
export async function findPython(): Promise<{ python: string } | { missing: string }> {
  const named = process.env.BENCH_STATISTICS;
  for (const python of named ? [named] : [OF_CLIENT_TESTS, "python3"]) {
    const isThere = await execute(python, ["-c", "import numpy"]).then(
      () => true,
      () => false,
    );
    if (isThere) return { python };
  }
  return {
    missing: named
      ? `BENCH_STATISTICS is ${named}, which is no Python that has NumPy.`
      : "NumPy is not installed. 'npm run test:clients' installs it with SciPy and Evidently, or set BENCH_STATISTICS to a Python that has it.",
  };
}
