import { withoutCredentials } from "@/lib/core/text";
import type { RunDto } from "@/lib/runs/dto/runs";
import { PROVENANCE_GROUPS, type ProvenanceRow } from "./provenance";
import { shellText } from "./variables";

/** What a client told of the run that it logged. */
export interface LoggedRun extends Pick<RunDto, "name" | "tags" | "params" | "datasetInputs"> {
  /** What files beside its models or among its artifacts say was installed; null when there are none. */
  environment: { python: string | null; packages: { name: string; version: string }[] } | null;
}

/** Tags in MLflow's names, and what they are called here. The first of a name that is there says it. */
const TAGS: readonly [ProvenanceRow["group"], string, string][] = [
  ["Code", "Source", "mlflow.source.name"],
  ["Code", "Kind of source", "mlflow.source.type"],
  ["Code", "Repository", "mlflow.source.git.repoURL"],
  ["Code", "Repository", "mlflow.gitRepoURL"],
  ["Code", "Commit", "mlflow.source.git.commit"],
  ["Code", "Branch", "mlflow.source.git.branch"],
  ["Code", "Branch", "mlflow.gitBranch"],
  ["Code", "Entry point", "mlflow.project.entryPoint"],
  ["Packages", "Image", "mlflow.docker.image.uri"],
  ["Packages", "Image", "mlflow.docker.image.name"],
  ["Packages", "Image id", "mlflow.docker.image.id"],
  ["Packages", "Project environment", "mlflow.project.env"],
  ["Machine", "User", "mlflow.user"],
  ["Machine", "Databricks cluster", "mlflow.databricks.cluster.id"],
  ["Machine", "Databricks workspace", "mlflow.databricks.workspaceURL"],
];

const SEED = /seed|random_state/i;

const placeOf = ({ group, name }: Pick<ProvenanceRow, "group" | "name">) => `${group} ${name}`;

const inOrder = (rows: readonly ProvenanceRow[]): ProvenanceRow[] =>
  PROVENANCE_GROUPS.flatMap((group) => rows.filter((row) => row.group === group));

function tagValue({ tags }: Pick<LoggedRun, "tags">, ...keys: readonly string[]): string {
  const found = keys.map((key) => tags.find((tag) => tag.key === key)?.value);
  return found.find(Boolean) ?? "";
}

function tagRows(run: LoggedRun): ProvenanceRow[] {
  const rows = TAGS.flatMap(([group, name, key]) => {
    const value = tagValue(run, key);
    return value === "" ? [] : [{ group, name, value: withoutCredentials(value) }];
  });
  return rows.filter(
    (row, index) => rows.findIndex((one) => placeOf(one) === placeOf(row)) === index,
  );
}

function dataRows({ datasetInputs }: LoggedRun): ProvenanceRow[] {
  return datasetInputs.map(({ name, digest }) => ({
    group: "Data",
    name,
    value: `digest ${digest}`,
  }));
}

function parameterRows({ params }: LoggedRun): ProvenanceRow[] {
  return params.map(({ key, value }) => ({
    group: SEED.test(key) ? "Chance" : "Parameters",
    name: key,
    value,
  }));
}

function environmentRows({ environment }: LoggedRun): ProvenanceRow[] {
  const { python = null, packages = [] } = environment ?? {};
  const versions = packages.map(({ name, version }) => ({
    group: "Packages" as const,
    name,
    value: version === "" ? "any version" : version,
  }));
  return [
    ...(python ? [{ group: "Packages" as const, name: "Python", value: python }] : []),
    ...versions,
  ];
}

/** All that is known of where a run came from: what its job was made of, when it has one, and what its client logged. */
export function runProvenanceRows(
  run: LoggedRun,
  jobRows: readonly ProvenanceRow[] | null,
): ProvenanceRow[] {
  const known = new Set((jobRows ?? []).map(placeOf));
  const logged = [...dataRows(run), ...parameterRows(run), ...environmentRows(run)];
  return inOrder([
    ...(jobRows ?? tagRows(run)),
    ...logged.filter((row) => !known.has(placeOf(row))),
  ]);
}

const isOfMachine = (source: string): boolean => /^(?:[/~]|[A-Za-z]:\\)/.test(source);

/** What may be different when a run that no job made is run again, in sentences. */
export function unpinnedOf(run: LoggedRun): string[] {
  const source = tagValue(run, "mlflow.source.name");
  const commit = tagValue(run, "mlflow.source.git.commit");
  const repository = tagValue(run, "mlflow.source.git.repoURL", "mlflow.gitRepoURL");
  const packages = run.environment?.packages ?? [];
  const loose = packages.filter(({ version }) => version === "").length;
  return [
    ...(commit === "" ? ["Code: its client logged no commit."] : []),
    ...(commit !== "" && repository === ""
      ? ["Code: its client logged a commit, but not of which repository."]
      : []),
    ...(commit === "" ? [] : ["Code: whether everything was committed is not logged."]),
    ...(source === ""
      ? ["Command: its client did not log what was run."]
      : ["Command: its arguments are not logged."]),
    ...(isOfMachine(source)
      ? [`Command: “${source}” is a place on the machine where it ran.`]
      : []),
    ...(run.datasetInputs.length === 0 ? ["Data: no dataset was logged."] : []),
    ...(packages.length === 0 ? ["Packages: no list of them was logged."] : []),
    ...(loose > 0 ? [`Packages: no version is named of ${loose} of ${packages.length}.`] : []),
    ...(run.params.some(({ key }) => SEED.test(key)) ? [] : ["Chance: no parameter names a seed."]),
    "Machine: clients do not log what they ran on.",
  ];
}

/** What a job would be that runs it again, as far as its client told: to be looked through by a person. */
export interface JobDraft {
  name: string;
  /** As it is typed for a shell; empty when nothing is known of it. */
  command: string;
  repository: string;
  revision: string;
}

const WEB_GIT = /^(?:https?:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:)\S+$/;

/** Without the user name and password that some clients log with it. */
function cleanAddress(repository: string): string {
  const clean = withoutCredentials(repository);
  return WEB_GIT.test(clean) ? clean : "";
}

export function draftOf(run: LoggedRun): JobDraft {
  const source = tagValue(run, "mlflow.source.name");
  const isNotebook = tagValue(run, "mlflow.source.type") === "NOTEBOOK";
  const repository = cleanAddress(tagValue(run, "mlflow.source.git.repoURL", "mlflow.gitRepoURL"));
  const file = isOfMachine(source) ? (source.split(/[/\\]/).at(-1) ?? "") : source;
  const isScript = !isNotebook && /\.py$/.test(file);
  return {
    name: run.name,
    command: isScript ? `python ${shellText([file])}` : "",
    repository,
    revision: repository === "" ? "" : tagValue(run, "mlflow.source.git.commit"),
  };
}

/** One thing that is known of some runs, a value for each; null where nothing is known of it. */
export interface ComparedFact {
  group: ProvenanceRow["group"];
  name: string;
  values: (string | null)[];
  isDifferent: boolean;
}

/** The provenance of runs side by side, in their order: first what differs. */
export function compareProvenance(runs: readonly (readonly ProvenanceRow[])[]): ComparedFact[] {
  const facts = new Map<string, Pick<ComparedFact, "group" | "name" | "values">>();
  for (const [index, rows] of runs.entries())
    for (const row of rows) {
      const { group, name, value } = row;
      const fact = facts.get(placeOf(row)) ?? { group, name, values: runs.map(() => null) };
      facts.set(placeOf(row), fact);
      const before = fact.values[index] ?? null;
      fact.values[index] = before === null ? value : `${before}; ${value}`;
    }
  const compared = PROVENANCE_GROUPS.flatMap((group) =>
    [...facts.values()].filter((fact) => fact.group === group),
  ).map((fact) => ({
    ...fact,
    isDifferent: fact.values.some((value) => value !== (fact.values[0] ?? null)),
  }));
  return [
    ...compared.filter(({ isDifferent }) => isDifferent),
    ...compared.filter(({ isDifferent }) => !isDifferent),
  ];
}
