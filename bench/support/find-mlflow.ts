import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The environment that `npm run test:clients` makes. */
const OF_CLIENT_TESTS = ".cache/clients/newest/bin/python";

type Found = { python: string; version: string } | { missing: string };

/** What is needed beside MLflow: the module, and the package that it comes in. */
interface Need {
  module: string;
  name: string;
}

/** What a line of Python prints, or null where it fails. */
async function ask(python: string, line: string): Promise<string | null> {
  try {
    const { stdout } = await execute(python, ["-c", line]);
    return stdout.trim();
  } catch {
    return null;
  }
}

async function versionOf(python: string): Promise<string | null> {
  // Of the installed package: importing it takes seconds.
  return ask(python, "from importlib.metadata import version; print(version('mlflow'))");
}

async function has(python: string, { module }: Need): Promise<boolean> {
  return (await ask(python, `import ${module}`)) !== null;
}

/** A Python that has MLflow and what is needed beside it; or a sentence that says what is missing. */
export async function findMlflow(need: Need): Promise<Found> {
  const named = process.env.BENCH_MLFLOW;
  for (const python of named ? [named] : [OF_CLIENT_TESTS, "python3"]) {
    const version = await versionOf(python);
    if (version === null) continue;
    if (python === OF_CLIENT_TESTS && !(await has(python, need)))
      await execute(python, ["-m", "pip", "install", "--quiet", need.name]).catch(() => undefined);
    if (await has(python, need)) return { python, version };
    return {
      missing: `${python} has MLflow ${version} but not ${need.name}. Run '${python} -m pip install ${need.name}'.`,
    };
  }
  return {
    missing: named
      ? `BENCH_MLFLOW is ${named}, which is no Python that has MLflow.`
      : "MLflow is not installed. 'npm run test:clients' installs it, or set BENCH_MLFLOW to a Python that has it.",
  };
}
