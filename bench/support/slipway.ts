import { freePort, type Served, serve } from "./server";

const TOKEN = "a-token-for-the-benchmarks-only";

export const HEADERS = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

/** What a first start needs to become ready by itself. */
export const HEADLESS = {
  NODE_ENV: "production",
  SLIPWAY_ADMIN_EMAIL: "bench@example.org",
  SLIPWAY_ADMIN_PASSWORD: "a password of the benchmarks",
  SLIPWAY_ADMIN_TOKEN: TOKEN,
};

/** The built server, as `npm start` runs it. */
export async function serveSlipway(): Promise<Served> {
  return serve({
    program: process.execPath,
    args: ["dist/server.mjs"],
    port: await freePort(),
    path: "/ready",
    env: HEADLESS,
  });
}

/** One message of MLflow's protocol, which both servers speak. */
export async function call<T>({ url }: Served, path: string, body: object): Promise<T> {
  const response = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: "POST",
    headers: HEADERS,
    body: JSON.stringify(body),
  });
  if (!response.ok)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  // The protocol says what the answer holds; the caller names the part it reads.
  return (await response.json()) as T;
}

export async function makeExperiment(served: Served): Promise<string> {
  const made = await call<{ experiment_id: string }>(served, "experiments/create", {
    name: `bench ${Date.now()}`,
  });
  return made.experiment_id;
}

export async function makeRun(served: Served, experimentId: string): Promise<string> {
  const { run } = await call<{ run: { info: { run_id: string } } }>(served, "runs/create", {
    experiment_id: experimentId,
    start_time: 1,
  });
  return run.info.run_id;
}
