import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Scope } from "@/lib/access/permissions";
import { db } from "@/lib/db/client";
import { makeActor, setUpDatabase } from "./database";
import { makeToken, setUpProgramDoor } from "./program-door";
import { columnSignature, deploy } from "./serving";

setUpDatabase();
const door = setUpProgramDoor();
const run = promisify(execFile);

let actor: Actor;
beforeAll(async () => {
  actor = await makeActor();
});

/** Runs an example as a job does: nothing in its environment but what a job is told. */
async function train(
  story: string,
  { args = [], scopes }: { args?: string[]; scopes?: readonly Scope[] } = {},
) {
  const token = await makeToken(actor, scopes ? { scopes } : {});
  const { stdout } = await run(
    process.execPath,
    [`examples/${story}/train.mjs`, "--rows=600", "--rounds=5", ...args],
    {
      // Next declares that every environment names NODE_ENV; this one is the job's own.
      env: { MLFLOW_TRACKING_URI: door.url, MLFLOW_TRACKING_TOKEN: token } as Record<
        string,
        string
      > as NodeJS.ProcessEnv,
    },
  );
  return stdout;
}

test.each([
  ["churn", []],
  ["fraud", ["--learner=logistic"]],
] as const)("the %s example trains, logs and registers with Node alone", async (story, args) => {
  expect(await train(story, { args: [...args] })).toContain(`Registered ${story} version 1`);
  const version = await db().modelVersion.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId, model: { name: story } },
  });
  const token = await makeToken(actor);
  const path = `/api/2.0/mlflow/runs/get?run_id=${version.runUuid}`;
  const { metrics } = Object((await door.call("GET", path, { token })).body).run.data;
  const auc = metrics.find(({ key }: { key: string }) => key === "auc");
  expect(auc.value).toBeGreaterThan(0.65);
});

/** Asks a deployment about payments, as the demo does. */
async function pay(deployment: string, count: number) {
  const options = [
    `--workspace=${actor.workspaceSlug}`,
    "--rest=0",
    "--late=0",
    "--at-once=4",
    "--seed=5",
  ];
  await run(
    process.execPath,
    ["examples/fraud/traffic.mjs", `--deployment=${deployment}`, `--count=${count}`, ...options],
    {
      // As above.
      env: {
        MLFLOW_TRACKING_URI: door.url,
        MLFLOW_TRACKING_TOKEN: await makeToken(actor),
      } as Record<string, string> as NodeJS.ProcessEnv,
    },
  );
}

test("a model whose table had another unit looks good there, and declines honest payments where it is asked", async () => {
  await train("fraud", { args: ["--learner=logistic", "--rounds=40", "--unit=amount=0.001"] });
  const { storageLocation, runUuid } = await db().modelVersion.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId, model: { name: "fraud" } },
    orderBy: { version: "desc" },
  });
  const { artifactUri } = await db().run.findFirstOrThrow({ where: { uuid: runUuid ?? "" } });
  const csv = (await readFile(artifactUri, "data/validation.csv")).toString("utf8");
  const columns = csv.split("\n", 1)[0]?.split(",").slice(0, -2) ?? [];
  await deploy(actor, "payments", [
    {
      files: { "model.onnx": await readFile(storageLocation, "model.onnx") },
      signature: columnSignature(Object.fromEntries(columns.map((name) => [name, "double"]))),
      backend: { kind: "onnx" },
    },
  ]);
  await pay("payments", 60);
  const outcomes = await db().deploymentOutcome.findMany({
    where: { deployment: { name: "payments" } },
  });
  const of = (wanted: string, key: "n" | "sum") =>
    outcomes
      .filter(({ metric }) => metric === wanted)
      .reduce((total, outcome) => total + Number(outcome[key]), 0);
  const honest = of("honest payments declined", "n");
  expect(honest + of("fraud stopped", "n")).toBe(60);
  expect(of("honest payments declined", "sum") / honest).toBeGreaterThan(0.9);
});

test("with the token of a job it logs the model and says what is left to do", async () => {
  const output = await train("churn", { scopes: ["tracking:read", "tracking:write"] });
  expect(output).toMatch(/Logged models:\/m-[\da-f]{32}\. This token may not register models/);
});

async function readFile(uri: string, path: string): Promise<Buffer> {
  const token = await makeToken(actor);
  const place = uri.replace(/^mlflow-artifacts:\/+/, "");
  const url = `${door.url}/api/2.0/mlflow-artifacts/artifacts/${place}/${path}`;
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

test.each(["trees", "logistic"])(
  "a deployed %s model answers what the script itself computes",
  async (learner) => {
    await train("churn", { args: [`--learner=${learner}`, "--rounds=30", "--rows=1000"] });
    const { storageLocation, runUuid } = await db().modelVersion.findFirstOrThrow({
      where: { workspaceId: actor.workspaceId, model: { name: "churn" } },
      orderBy: { version: "desc" },
    });
    const { artifactUri } = await db().run.findFirstOrThrow({ where: { uuid: runUuid ?? "" } });
    const csv = await readFile(artifactUri, "data/validation.csv");
    const [header = "", ...lines] = csv.toString("utf8").trim().split("\n");
    const columns = header.split(",").slice(0, -2);
    const rows = lines.map((line) => line.split(",").map(Number));
    await deploy(actor, learner, [
      {
        files: { "model.onnx": await readFile(storageLocation, "model.onnx") },
        signature: columnSignature(Object.fromEntries(columns.map((name) => [name, "double"]))),
        backend: { kind: "onnx" },
      },
    ]);
    const { status, body } = await door.call("POST", `/serve/${learner}/invocations`, {
      token: await makeToken(actor),
      body: { dataframe_split: { columns, data: rows.map((row) => row.slice(0, -2)) } },
    });
    expect({ status, body }).toMatchObject({ status: 200 });
    const answers: { probabilities: number[] }[] = Object(body).predictions;
    const gaps = rows.map((row, at) =>
      Math.abs((answers[at]?.probabilities[1] ?? 9) - (row.at(-2) ?? 0)),
    );
    expect(answers).toHaveLength(200);
    expect(Math.max(...gaps)).toBeLessThan(1e-5);
  },
);
