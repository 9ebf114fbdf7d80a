import "server-only";
import { buffer } from "node:stream/consumers";
import type { ArtifactStore } from "../store";
import { parseCondaFile, parsePythonEnv, parseRequirements } from "./environment-files";
import { readModelCard } from "./model-card";
import type { EnvironmentFiles } from "./preview";

const MAX_ENTRIES = 200;
const MAX_BYTES = 256 * 1024;
const MAX_PACKAGES = 2_000;

/** In the order in which one is believed before another. */
const READERS: Readonly<Record<string, (text: string) => Omit<EnvironmentFiles, "files">>> = {
  "python_env.yaml": parsePythonEnv,
  "requirements.txt": (text) => ({ python: null, packages: parseRequirements(text) }),
  "conda.yaml": parseCondaFile,
  "environment.yml": parseCondaFile,
  "environment.yaml": parseCondaFile,
  MLmodel: (text) => ({ python: readModelCard(text)?.pythonVersion ?? null, packages: [] }),
};

async function readText(store: ArtifactStore, path: string, size: number): Promise<string> {
  if (size === 0) return "";
  const { body } = await store.get(path, { start: 0, end: Math.min(size, MAX_BYTES) - 1 });
  const text = (await buffer(body)).toString("utf8");
  // What the bound cuts through is no line.
  return size > MAX_BYTES ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
}

/** Reads the environment from the files that MLflow writes beside a model, or that a person logged; null without any. */
export async function readEnvironment(
  store: ArtifactStore,
  directory: string,
  /** What people call that directory. */
  shown = "",
): Promise<EnvironmentFiles | null> {
  const { entries } = await store.list(directory, { limit: MAX_ENTRIES });
  const found: EnvironmentFiles = { python: null, packages: [], files: [] };
  for (const [name, read] of Object.entries(READERS)) {
    const entry = entries.find((candidate) => candidate.name === name && !candidate.isDirectory);
    if (!entry || isWhole(found)) continue;
    const said = read(await readText(store, `${directory}/${name}`, entry.size));
    if (learn(found, said)) found.files.push(shown === "" ? name : `${shown}/${name}`);
  }
  return found.files.length > 0 ? found : null;
}

type Said = Omit<EnvironmentFiles, "files">;

const isWhole = ({ python, packages }: Said) => python !== null && packages.length > 0;

/** Takes what was not known yet; true when that is anything. */
function learn(known: Said, said: Said): boolean {
  const isNewPython = known.python === null && said.python !== null;
  const areNewPackages = known.packages.length === 0 && said.packages.length > 0;
  if (isNewPython) known.python = said.python;
  if (areNewPackages)
    known.packages = [...new Map(said.packages.map((each) => [each.name, each])).values()].slice(
      0,
      MAX_PACKAGES,
    );
  return isNewPython || areNewPackages;
}
