import { Network } from "../../examples/typescript/network";
import { toOnnx } from "../../examples/typescript/onnx";
import type { Served } from "./server";
import { call, HEADERS, makeExperiment } from "./slipway";

const INPUTS = 20;
/** A small network: 20 numbers in, 2 probabilities out. */
export const benchModel = (): Uint8Array<ArrayBuffer> =>
  toOnnx(new Network([INPUTS, 32, 2], 1), "bench");

export const PREDICTION = JSON.stringify({
  inputs: [
    {
      name: "features",
      datatype: "FP32",
      shape: [1, INPUTS],
      data: Array.from({ length: INPUTS }, (_, at) => at / INPUTS),
    },
  ],
});

export async function rest(served: Served, method: string, path: string, body: object) {
  const response = await fetch(`${served.url}/api/slipway/v1/workspaces/default/${path}`, {
    method,
    headers: HEADERS,
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}

/** The model registered and deployed as its users would, answering when this resolves. */
export async function deployBench(
  served: Served,
  name: string,
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = { "model.onnx": benchModel() },
): Promise<void> {
  const experiment_id = await makeExperiment(served);
  const { run } = await call<{ run: { info: { run_id: string; artifact_uri: string } } }>(
    served,
    "runs/create",
    { experiment_id, start_time: 1 },
  );
  const { run_id, artifact_uri } = run.info;
  const path = artifact_uri.replace(/^mlflow-artifacts:\/+/, "");
  for (const [file, body] of Object.entries(files))
    await fetch(`${served.url}/api/2.0/mlflow-artifacts/artifacts/${path}/model/${file}`, {
      method: "PUT",
      headers: { authorization: HEADERS.authorization },
      body,
    });
  await call(served, "registered-models/create", { name });
  await call(served, "model-versions/create", { name, source: `${artifact_uri}/model`, run_id });
  await rest(served, "POST", "deployments", {
    name,
    environment: "development",
    model: name,
    version: 1,
    backend: { kind: "onnx" },
  });
  const deadline = Date.now() + 60_000;
  for (let status = 0; status !== 200; ) {
    if (Date.now() > deadline) throw new Error("The deployment did not become ready.");
    const ready = await fetch(`${served.url}/v2/models/${name}/ready`, { headers: HEADERS });
    ({ status } = ready);
  }
}
