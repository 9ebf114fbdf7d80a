import { describe, expect, test } from "vitest";
import type { ProvenanceRow } from "./provenance";
import {
  compareProvenance,
  draftOf,
  type LoggedRun,
  runProvenanceRows,
  unpinnedOf,
} from "./run-provenance";

const COMMIT = "c0ffee".padEnd(40, "0");

const logged = (tags: Record<string, string>, more: Partial<LoggedRun> = {}): LoggedRun => ({
  name: "churn",
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  params: [],
  datasetInputs: [],
  environment: null,
  ...more,
});

const full = logged(
  {
    "mlflow.source.name": "train.py",
    "mlflow.source.git.commit": COMMIT,
    "mlflow.gitRepoURL": "https://ada:secret@example.org/churn.git",
    "mlflow.user": "ada",
    team: "growth",
  },
  {
    params: [
      { key: "random_state", value: "7" },
      { key: "epochs", value: "20" },
    ],
    datasetInputs: [
      {
        name: "customers",
        digest: "d1",
        sourceType: "",
        source: "",
        schema: null,
        profile: null,
        tags: [],
      },
    ],
    environment: {
      python: "3.12.1",
      packages: [
        { name: "numpy", version: "2.3.1" },
        { name: "pandas", version: "" },
      ],
    },
  },
);

const texts = (rows: readonly ProvenanceRow[]) =>
  rows.map(({ group, name, value }) => `${group}: ${name} = ${value}`);

test("a run that no job made tells what its client logged", () => {
  expect(texts(runProvenanceRows(full, null))).toEqual([
    "Code: Source = train.py",
    "Code: Repository = https://example.org/churn.git",
    `Code: Commit = ${COMMIT}`,
    "Data: customers = digest d1",
    "Parameters: epochs = 20",
    "Packages: Python = 3.12.1",
    "Packages: numpy = 2.3.1",
    "Packages: pandas = any version",
    "Chance: random_state = 7",
    "Machine: User = ada",
  ]);
});

test("of a job's run the job is believed first, and what only its client knows is added", () => {
  const rows: ProvenanceRow[] = [
    { group: "Code", name: "Command", value: "python train.py" },
    { group: "Data", name: "customers", value: "version 3" },
    { group: "Machine", name: "Backend", value: "This machine" },
  ];
  const own = texts(runProvenanceRows(full, rows));
  expect(own.slice(0, 3)).toEqual([
    "Code: Command = python train.py",
    "Data: customers = version 3",
    "Parameters: epochs = 20",
  ]);
  expect(own).not.toContain("Machine: User = ada");
});

describe("what could not be pinned", () => {
  test("is nearly everything of a run that logged nothing", () => {
    expect(unpinnedOf(logged({}))).toEqual([
      "Code: its client logged no commit.",
      "Command: its client did not log what was run.",
      "Data: no dataset was logged.",
      "Packages: no list of them was logged.",
      "Chance: no parameter names a seed.",
      "Machine: clients do not log what they ran on.",
    ]);
  });

  test("is what a client cannot know, where all was logged", () => {
    expect(unpinnedOf(full)).toEqual([
      "Code: whether everything was committed is not logged.",
      "Command: its arguments are not logged.",
      "Packages: no version is named of 1 of 2.",
      "Machine: clients do not log what they ran on.",
    ]);
  });
});

describe("a draft to run it again", () => {
  test("takes script, repository and commit, and no password with it", () => {
    expect(draftOf(full)).toEqual({
      name: "churn",
      command: "python train.py",
      repository: "https://example.org/churn.git",
      revision: COMMIT,
    });
  });

  test("takes of a place on somebody's machine the file only, quoted where a shell needs it", () => {
    const { command } = draftOf(logged({ "mlflow.source.name": "/home/ada/my train.py" }));
    expect(command).toBe("python 'my train.py'");
  });

  test("leaves the command of a notebook to whoever launches it, and a local path out", () => {
    const tags = { "mlflow.source.name": "churn.ipynb", "mlflow.source.type": "NOTEBOOK" };
    const draft = draftOf(logged({ ...tags, "mlflow.source.git.repoURL": "/home/ada/churn" }));
    expect(draft).toMatchObject({ command: "", repository: "", revision: "" });
  });
});

test("what differs between runs stands first, and what is missing differs", () => {
  const row = (group: ProvenanceRow["group"], name: string, value: string) => ({
    group,
    name,
    value,
  });
  const compared = compareProvenance([
    [row("Code", "Command", "a"), row("Code", "Commit", "1"), row("Packages", "numpy", "2.3.1")],
    [row("Packages", "numpy", "2.4.0"), row("Code", "Command", "a"), row("Machine", "CPU", "x")],
  ]);
  expect(compared.map(({ name, values, isDifferent }) => [name, isDifferent, ...values])).toEqual([
    ["Commit", true, "1", null],
    ["numpy", true, "2.3.1", "2.4.0"],
    ["CPU", true, null, "x"],
    ["Command", false, "a", "a"],
  ]);
  expect(compareProvenance([])).toEqual([]);
});
