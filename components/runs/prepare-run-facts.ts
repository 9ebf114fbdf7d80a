import { withoutCredentials } from "@/lib/core/text";
import type { TagDto } from "@/lib/experiments/dto";
import { NOTE_TAG } from "@/lib/experiments/dto";
import { isOwnTag } from "@/lib/experiments/rules";
import type { RelativesDto } from "@/lib/runs/dto/runs";
import { commitUrl } from "@/lib/runs/rules";

export interface RunFacts {
  user: string | null;
  note: string;
  source: string | null;
  /** "Local", "Notebook", "Job", "Project". */
  sourceKind: string | null;
  /** Where it ran, as its client said: names and values in the order in which they are shown. */
  surroundings: { term: string; value: string }[];
  git: {
    commit: string;
    branch: string | null;
    repository: string | null;
    url: string | null;
  } | null;
  /** Tags that people and their scripts set. */
  tags: TagDto[];
  /** Tags that clients set about themselves. */
  systemTags: TagDto[];
}

const SOURCE_KINDS: Readonly<Record<string, string>> = {
  LOCAL: "Local script",
  NOTEBOOK: "Notebook",
  JOB: "Job",
  PROJECT: "Project",
  RECIPE: "Recipe",
};

/** The first tag that is there says it. */
const SURROUNDINGS: readonly { term: string; keys: readonly string[] }[] = [
  { term: "Docker image", keys: ["mlflow.docker.image.uri", "mlflow.docker.image.name"] },
  { term: "Image id", keys: ["mlflow.docker.image.id"] },
  { term: "Entry point", keys: ["mlflow.project.entryPoint"] },
  { term: "Project environment", keys: ["mlflow.project.env"] },
  { term: "Project backend", keys: ["mlflow.project.backend"] },
  { term: "Databricks notebook", keys: ["mlflow.databricks.notebookPath"] },
  {
    term: "Databricks job",
    keys: ["mlflow.databricks.jobID", "mlflow.databricks.shellJobID"],
  },
  {
    term: "Databricks job run",
    keys: ["mlflow.databricks.jobRunID", "mlflow.databricks.shellJobRunID"],
  },
  { term: "Databricks cluster", keys: ["mlflow.databricks.cluster.id"] },
  {
    term: "Databricks workspace",
    keys: ["mlflow.databricks.workspaceURL", "mlflow.databricks.webappURL"],
  },
];

/** What a run's tags say about where it came from, in MLflow's names for them. */
export function prepareRunFacts(tags: readonly TagDto[]): RunFacts {
  const values = new Map(tags.map(({ key, value }) => [key, value]));
  const read = (key: string) => withoutCredentials(values.get(key) ?? "") || null;
  const commit = read("mlflow.source.git.commit");
  const repository = read("mlflow.source.git.repoURL") ?? read("mlflow.gitRepoURL");
  const kind = read("mlflow.source.type");
  return {
    user: read("mlflow.user"),
    note: values.get(NOTE_TAG) ?? "",
    source: read("mlflow.source.name"),
    sourceKind: kind && (SOURCE_KINDS[kind] ?? null),
    surroundings: SURROUNDINGS.flatMap(({ term, keys }) => {
      const value = keys.map(read).find((found) => found !== null);
      return value ? [{ term, value }] : [];
    }),
    git: commit
      ? {
          commit,
          branch: read("mlflow.source.git.branch") ?? read("mlflow.gitBranch"),
          repository,
          url: repository ? commitUrl(repository, commit) : null,
        }
      : null,
    tags: tags.filter(isOwnTag),
    systemTags: tags
      .filter((tag) => !isOwnTag(tag) && tag.key !== NOTE_TAG)
      .map(({ key, value }) => ({ key, value: withoutCredentials(value) })),
  };
}

/** More children than this are not compared by one link. */
const MOST_COMPARED = 20;

/** The children that one link compares. */
export function comparableChildren({ children }: RelativesDto): string[] {
  return children.slice(0, MOST_COMPARED).map(({ uuid }) => uuid);
}
