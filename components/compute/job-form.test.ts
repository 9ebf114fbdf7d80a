import { expect, test } from "vitest";
import { type JobRow, toJobDto } from "@/lib/compute/dto/jobs";
import { type JobFormValues, jobForm, toJobForm, toLaunch } from "./job-form";

const at = new Date("2026-05-01T10:00:00Z");

const rowOf = (spec: object): JobRow => ({
  id: 1,
  number: 7,
  name: "train churn",
  spec: { command: ["python", "train.py", "--rate", "{{ rate }}"], ...spec },
  priority: 0,
  status: "succeeded",
  reason: null,
  trouble: null,
  troubleSince: null,
  againOf: null,
  pipelineId: null,
  pipelineVersion: null,
  pipelineName: null,
  isTest: false,
  sourceCommit: null,
  hasLock: false,
  exitCode: 0,
  attempt: 1,
  maxAttempts: 1,
  logChunks: 0,
  requestedById: "ada",
  createdAt: at,
  dueAt: at,
  startedAt: at,
  endedAt: at,
  heartbeatAt: at,
  cancelRequestedAt: null,
  backendName: "This machine",
  backendKind: "local",
  experimentId: 3,
  experimentName: "churn",
  runUuid: "0".repeat(32),
  runName: "train churn",
  requestedBy: "Ada",
});

function repeated(spec: object) {
  const base = toJobDto(rowOf(spec));
  const fields = toJobForm(base, base.backend);
  const launch = (values: JobFormValues) =>
    toLaunch(jobForm.parse(values), { base, isCluster: false });
  return { fields, launch };
}

const parameters = { rate: 0.1, model: "trees", fast: true, code: "007" };

test("a job that is repeated keeps its parameters, each of its kind, where nothing is changed", () => {
  const { fields, launch } = repeated({ parameters });
  expect(launch(fields).parameters).toEqual(parameters);
});

test("a parameter that is changed stays what it was: a number, a text, yes or no", () => {
  const { fields, launch } = repeated({ parameters });
  const changes: Record<string, string> = { rate: "1e-3", model: "12", fast: "false", code: "" };
  const changed = fields.parameters.map((one) => ({ ...one, value: changes[one.name] ?? "" }));
  expect(launch({ ...fields, parameters: changed }).parameters).toEqual({
    rate: 0.001,
    model: "12",
    fast: false,
    code: "",
  });
});

test("what is no number is refused at its own field", () => {
  const { fields } = repeated({ parameters: { model: "trees", rate: 0.1 } });
  for (const value of ["", "a tenth", "1e999", "0x10"]) {
    const wrong = fields.parameters.map((one) => (one.name === "rate" ? { ...one, value } : one));
    expect(jobForm.safeParse({ ...fields, parameters: wrong }).error?.issues).toMatchObject([
      { path: ["parameters", 1, "value"], message: "Write a number." },
    ]);
  }
});

const dataset = (version: number, datasetId = 5) => ({
  datasetId,
  name: "churn",
  version,
  contentKey: `sha256:${version}`,
  source: "",
  hasFile: true,
  asked: { dataset: datasetId, version },
});

test("two versions of one dataset may be read, one version of it only once", () => {
  const { fields, launch } = repeated({ datasets: [dataset(1), dataset(2), dataset(1, 6)] });
  expect(launch(fields).datasets).toEqual([
    { dataset: 5, version: 1 },
    { dataset: 5, version: 2 },
    { dataset: 6, version: 1 },
  ]);
  const refusal = (versions: readonly string[]) =>
    jobForm
      .safeParse({
        ...fields,
        datasets: versions.map((version) => ({ dataset: "5", name: "churn", version })),
      })
      .error?.issues.map(({ path, message }) => [path.join("."), message]);
  expect(refusal(["1", " 1"])).toEqual([
    [
      "datasets.1.version",
      "Version 1 of churn is there already. Leave it out, or name another one.",
    ],
  ]);
  expect(refusal(["", ""])?.[0]?.[1]).toMatch(/^The latest version of churn is there already/);
});
