import { formatBytes, formatCount } from "@/lib/core/format";
import { withoutCredentials } from "@/lib/core/text";
import type { JobFacts, JobSpec } from "../schema/jobs";
import { shellParts } from "./shells";
import { isSnapshot } from "./snapshots";
import { gitOf } from "./source";
import { commandText } from "./variables";

/** In the root of a source. */
export const LOCK_FILES = [
  "uv.lock",
  "poetry.lock",
  "pdm.lock",
  "Pipfile.lock",
  "requirements.txt",
  "conda.yaml",
  "environment.yml",
  "package-lock.json",
  "renv.lock",
] as const;

const PINNED_REQUIREMENT =
  /^[\w.-]+(?:\[[^\]]*\])?\s*(?:===?\s*[^\s,;*]+(?=$|[\s;])|@\s*\S+#sha256=\S+)/;

/** Whether a file names one version of each package. */
export function isPinnedLock(path: string, text: string): boolean {
  if (path.endsWith(".yaml") || path.endsWith(".yml")) return false;
  if (path !== "requirements.txt") return true;
  const lines = text
    .replaceAll(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "" && !/^--?(?:hash|index-url|extra-index-url|i\b)/.test(line));
  return lines.length > 0 && lines.every((line) => PINNED_REQUIREMENT.test(line));
}

const INTERPRETER = /^(?:\/[\w@%+=:,./-]*\/)?(?:python[\d.]*|node|Rscript|julia|ruby|perl)$/;

/** The program that a command's code is read by, as far as the command says it. */
export function interpreterOf(command: readonly string[]): string | null {
  const { scripts } = shellParts(command);
  const texts = command.filter((_part, at) => scripts.has(at));
  const words = scripts.size > 0 ? texts.join("\n").split(/[\s;&|()]+/) : command.slice(0, 1);
  return words.find((word) => INTERPRETER.test(word)) ?? null;
}

const isSeed = (name: string): boolean => /seed/i.test(name);

export const PROVENANCE_GROUPS = [
  "Code",
  "Data",
  "Parameters",
  "Packages",
  "Chance",
  "Machine",
] as const;

const HASH = /\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b/g;
const KEPT_OF_HASH = 12;

/** A value as it is read: of a hash its beginning. The hash itself, where there is just one, is what is copied. */
export function readableValue(value: string): { text: string; hash: string | null } {
  const [hash, another] = value.match(HASH) ?? [];
  return {
    text: value.replaceAll(HASH, (found) => `${found.slice(0, KEPT_OF_HASH)}…`),
    hash: another === undefined ? (hash ?? null) : null,
  };
}

/** One fact of where a run came from. */
export interface ProvenanceRow {
  group: (typeof PROVENANCE_GROUPS)[number];
  name: string;
  value: string;
}

interface Origin extends Pick<JobSpec, "command" | "environment" | "parameters" | "source"> {
  datasets: readonly { name: string; version: number; contentKey: string }[];
  runtimeEnvironment: JobSpec["runtimeEnvironment"];
  sourceCommit: string | null;
  backend: string;
}

function codeRows({ command, source, sourceCommit, environment, parameters }: Origin) {
  const git = gitOf(source);
  const variables = Object.entries(environment).filter(([name]) => !isSeed(name));
  return [
    ...(isSnapshot(source) ? [["Snapshot", `SHA-256 ${source.snapshot}`]] : []),
    ...(git
      ? [
          ["Repository", withoutCredentials(git.url)],
          ["Commit", sourceCommit ?? `${git.ref} (not fetched yet)`],
        ]
      : []),
    ["Command", commandText(command)],
    ...Object.entries(parameters)
      .filter(([name]) => !isSeed(name))
      .map(([name, value]) => [`Parameter ${name}`, String(value)]),
    ...variables.map(([name, value]) => [`Variable ${name}`, value]),
  ];
}

function packageRows({ runtimeEnvironment }: Origin, facts: JobFacts | null) {
  return [
    ...(facts?.interpreter
      ? [
          ["Interpreter", facts.interpreter.version],
          ["Interpreter’s place", facts.interpreter.path],
        ]
      : []),
    ...(facts?.locks ?? []).map(({ path, sha256 }) => [path, `SHA-256 ${sha256}`]),
    ...Object.entries(runtimeEnvironment).map(([name, value]) => [
      `runtime_env ${name}`,
      JSON.stringify(value),
    ]),
  ];
}

function machineRows({ backend }: Origin, facts: JobFacts | null) {
  const machine = facts?.machine;
  return [
    ["Backend", backend],
    ...(facts && machine === null ? [["Runs on", facts.backend]] : []),
    ...(machine
      ? [
          ["System", machine.system],
          ["CPU", machine.cpu],
          ["Cores", formatCount(machine.cores)],
          ["Memory", formatBytes(machine.memoryBytes)],
          ["GPU", machine.gpus.length === 0 ? "none found" : machine.gpus.join("; ")],
        ]
      : []),
  ];
}

/** All that is known of where a job's run came from, one fact a row. */
export function provenanceRows(origin: Origin, facts: JobFacts | null): ProvenanceRow[] {
  const named = { ...origin.environment, ...origin.parameters };
  const seeds = Object.entries(named)
    .filter(([name]) => isSeed(name))
    .map(([name, value]) => [name, String(value)]);
  const groups: [ProvenanceRow["group"], string[][]][] = [
    ["Code", codeRows(origin)],
    [
      "Data",
      origin.datasets.map(({ name, version, contentKey }) => [
        name,
        `version ${version}, ${contentKey}`,
      ]),
    ],
    ["Packages", packageRows(origin, facts)],
    ["Chance", seeds],
    ["Machine", machineRows(origin, facts)],
  ];
  return groups.flatMap(([group, rows]) =>
    rows.map(([name = "", value = ""]) => ({ group, name, value })),
  );
}
