import autocannon from "autocannon";
import type { Served } from "./server";
import { HEADERS } from "./slipway";

const CONNECTIONS = 32;
const SECONDS = 8;

/** Requests a second that were answered 200, one new point each, over 32 connections that stay open. */
export async function pointsPerSecond({ url }: Served, runs: readonly string[]): Promise<number> {
  let step = 0;
  const result = await autocannon({
    url: `${url}/api/2.0/mlflow/runs/log-metric`,
    method: "POST",
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: HEADERS,
    requests: [
      {
        setupRequest: (request) => {
          step += 1;
          const run_id = runs[step % runs.length];
          const point = { run_id, key: "loss", value: step, timestamp: step, step };
          return { ...request, body: JSON.stringify(point) };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} requests were refused, ${result.errors} broke.`);
  return result["2xx"] / result.duration;
}
