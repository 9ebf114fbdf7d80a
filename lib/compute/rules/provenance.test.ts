import { expect, test } from "vitest";
import { jobSpec } from "../schema/jobs";
import { interpreterOf, isPinnedLock, provenanceRows, readableValue } from "./provenance";

test.each([
  [["python", "train.py"], "python"],
  [["/opt/venv/bin/python3.12", "-m", "train"], "/opt/venv/bin/python3.12"],
  [["sh", "-c", "cd src && exec python3 train.py"], "python3"],
  [["env", "bash", "-eo", "pipefail", "-c", "python3 train.py"], "python3"],
  [["sh", "-c", "echo pythonic"], null],
  [["./train"], null],
])("the interpreter of %j is %j", (command, program) => {
  expect(interpreterOf(command)).toBe(program);
});

test("requirements are a lock when each line names one version", () => {
  const of = (text: string) => isPinnedLock("requirements.txt", text);
  expect(of("numpy==2.3.1\nscikit-learn[x] == 1.7.0 # why\n\n--index-url https://x")).toBe(true);
  expect(of("numpy==2.3.1 \\\n  --hash=sha256:aa\n")).toBe(true);
  expect(of("numpy>=2")).toBe(false);
  expect(of("numpy==2.*")).toBe(false);
  expect(of("numpy==2.3.1\npandas")).toBe(false);
  expect(of("-r other.txt\nnumpy==2.3.1")).toBe(false);
  expect(of("# nothing")).toBe(false);
  expect(isPinnedLock("uv.lock", "")).toBe(true);
  expect(isPinnedLock("conda.yaml", "numpy=1")).toBe(false);
});

test("a job's facts are rows, and seeds stand by themselves", () => {
  const spec = jobSpec.parse({
    command: ["python", "train.py"],
    environment: { SEED: "7", EPOCHS: "20" },
    source: { url: "https://example.org/churn.git", ref: "main" },
  });
  const datasets = [{ name: "sales", version: 3, contentKey: "sha256:ab" }];
  const facts = {
    backend: "This machine",
    machine: { system: "Linux 6", cpu: "Some CPU", cores: 4, memoryBytes: 2 ** 33, gpus: [] },
    interpreter: { path: "/usr/bin/python", version: "Python 3.12.1" },
    locks: [{ path: "uv.lock", sha256: "ab", text: null, isPinned: true }],
  };
  const rows = provenanceRows(
    { ...spec, sourceCommit: "c0ffee", backend: "GPU box", datasets },
    facts,
  );
  expect(rows.map(({ group, name, value }) => `${group}: ${name} = ${value}`)).toEqual([
    "Code: Repository = https://example.org/churn.git",
    "Code: Commit = c0ffee",
    "Code: Command = python train.py",
    "Code: Variable EPOCHS = 20",
    "Data: sales = version 3, sha256:ab",
    "Packages: Interpreter = Python 3.12.1",
    "Packages: Interpreter’s place = /usr/bin/python",
    "Packages: uv.lock = SHA-256 ab",
    "Chance: SEED = 7",
    "Machine: Backend = GPU box",
    "Machine: System = Linux 6",
    "Machine: CPU = Some CPU",
    "Machine: Cores = 4",
    "Machine: Memory = 8.0 GiB",
    "Machine: GPU = none found",
  ]);
});

test("hashes are read by their beginning and copied whole", () => {
  const sha256 = "0123456789abcdef".repeat(4);
  expect(readableValue(`SHA-256 ${sha256}`)).toEqual({
    text: "SHA-256 0123456789ab…",
    hash: sha256,
  });
  const commit = "c0ffee".padEnd(40, "0");
  expect(readableValue(`${commit} ${sha256}`)).toMatchObject({ hash: null });
  expect(readableValue("main")).toEqual({ text: "main", hash: null });
});
