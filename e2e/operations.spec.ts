import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { findPostmaster } from "@/lib/db/embedded-cluster";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { openApi } from "./fixtures/api";
import { freePort, launchServer, type RunningServer, startServer } from "./fixtures/server";

const TOKEN = "a-token-for-the-operations-journeys";
const quiet = { info: () => undefined, warn: () => undefined };

interface Fixtures {
  dataFolder: string;
  /** Starts a server that is stopped after the test, whatever happens. */
  startHere: (env?: Record<string, string>) => Promise<RunningServer>;
  /** An external PostgreSQL, as far as the servers know. */
  external: EmbeddedPostgres & { folder: string };
}

const test = base.extend<Fixtures>({
  dataFolder: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-operations-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  startHere: async ({ dataFolder }, use) => {
    const servers: RunningServer[] = [];
    await use(async (env = {}) => {
      const server = await startServer({
        SLIPWAY_DATA: dataFolder,
        SLIPWAY_ADMIN_EMAIL: "admin@example.org",
        SLIPWAY_ADMIN_PASSWORD: "the administrator of the operations",
        SLIPWAY_ADMIN_TOKEN: TOKEN,
        SLIPWAY_SECRET: "a secret that all replicas of a journey share",
        ...env,
      });
      servers.push(server);
      return server;
    });
    for (const server of servers) if (server.process.exitCode === null) await server.stop();
    const left = await findPostmaster(join(dataFolder, "postgres"));
    if (left) process.kill(left.pid, "SIGKILL");
  },
  external: async ({ browserName: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), "slipway-external-"));
    const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: quiet });
    await use(Object.assign(postgres, { folder }));
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test.describe.configure({ timeout: 300_000 });

/** A server that cannot start still loads first, which takes its time on a busy machine. */
const ENDS = { timeout: 120_000 };

/** Logs points one by one until told to stop or refused; answers the steps that were acknowledged. */
async function logUntil(url: string, runId: string, isOver: () => boolean): Promise<number[]> {
  const api = openApi(url, TOKEN);
  const acknowledged: number[] = [];
  for (let step = 0; !isOver(); step += 1) {
    try {
      await api.call("POST", "runs/log-metric", {
        run_id: runId,
        key: "loss",
        value: step,
        timestamp: step,
        step,
      });
    } catch {
      return acknowledged;
    }
    acknowledged.push(step);
  }
  return acknowledged;
}

async function storedSteps(url: string, runId: string): Promise<Set<number>> {
  const { metrics = [] } = await openApi(url, TOKEN).call<{ metrics?: { step: number }[] }>(
    "GET",
    `metrics/get-history?run_id=${runId}&metric_key=loss`,
  );
  return new Set(metrics.map(({ step }) => step));
}

async function makeRun(url: string): Promise<string> {
  const api = openApi(url, TOKEN);
  return api.createRun(await api.createExperiment(`operations ${Date.now()}`), {
    status: "RUNNING",
  });
}

test("an acknowledged write survives the sudden death of the server and of its database", async ({
  startHere,
  dataFolder,
}) => {
  const first = await startHere();
  const runId = await makeRun(first.url);
  const writers = Array.from({ length: 4 }, () => logUntil(first.url, runId, () => false));
  await expect.poll(async () => (await storedSteps(first.url, runId)).size).toBeGreaterThan(50);
  const postmaster = await findPostmaster(join(dataFolder, "postgres"));
  expect(postmaster).not.toBeNull();
  await first.kill();
  if (postmaster) process.kill(postmaster.pid, "SIGKILL");
  const acknowledged = (await Promise.all(writers)).flat();
  expect(acknowledged.length).toBeGreaterThan(50);

  const second = await startHere();
  const stored = await storedSteps(second.url, runId);
  expect(acknowledged.filter((step) => !stored.has(step))).toEqual([]);
});

test("a graceful stop answers what it has taken and ends well", async ({ startHere }) => {
  const server = await startHere();
  const runId = await makeRun(server.url);
  const writers = Array.from({ length: 8 }, () => logUntil(server.url, runId, () => false));
  await expect.poll(async () => (await storedSteps(server.url, runId)).size).toBeGreaterThan(50);
  expect(await server.stop()).toBe(0);
  const acknowledged = (await Promise.all(writers)).flat();
  const again = await startHere();
  const stored = await storedSteps(again.url, runId);
  expect(acknowledged.filter((step) => !stored.has(step))).toEqual([]);
});

test("two replicas start at once on an empty database, hear each other, and one goes on alone", async ({
  startHere,
  external,
}) => {
  const env = { DATABASE_URL: external.url };
  const [first, second] = await Promise.all([startHere(env), startHere(env)]);
  const runId = await makeRun(first.url);
  const stream = await fetch(`${second.url}/events`, {
    headers: { Authorization: `Bearer ${TOKEN}` },
  });
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  await logUntil(
    first.url,
    runId,
    (() => {
      let left = 5;
      return () => left-- === 0;
    })(),
  );
  let heard = "";
  while (!heard.includes(`run:${runId}`)) {
    const part = await reader?.read();
    expect(part?.done, "the stream goes on").toBe(false);
    heard += part?.value ?? "";
  }
  await reader?.cancel();
  expect((await storedSteps(second.url, runId)).size).toBe(5);

  await first.kill();
  const state = { isOver: false };
  const writing = logUntil(second.url, runId, () => state.isOver);
  await expect.poll(async () => (await storedSteps(second.url, runId)).size).toBeGreaterThan(20);
  state.isOver = true;
  expect((await writing).length).toBeGreaterThan(20);
});

test("while the database is away requests are told to come back, and it recovers by itself", async ({
  startHere,
  external,
}) => {
  const server = await startHere({ DATABASE_URL: external.url });
  const runId = await makeRun(server.url);
  await external.stop();
  const search = () =>
    fetch(`${server.url}/api/2.0/mlflow/metrics/get-history?run_id=${runId}&metric_key=loss`, {
      headers: { Authorization: `Bearer ${TOKEN}` },
    });
  await expect.poll(async () => (await search()).status).toBe(503);
  const refused = await search();
  expect(refused.headers.get("retry-after")).toBeTruthy();
  expect(await refused.json()).toMatchObject({ error_code: "TEMPORARILY_UNAVAILABLE" });
  expect((await fetch(`${server.url}/ready`)).status).toBe(503);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);

  const port = new URL(external.url).port;
  const back = await startEmbeddedPostgres({
    dataFolder: external.folder,
    log: quiet,
    port: Number(port),
  });
  await expect.poll(async () => (await search()).status, { timeout: 60_000 }).toBe(200);
  await server.stop();
  await back.stop();
});

test("a port in use ends the start with one sentence that says what to do", async ({
  dataFolder,
}) => {
  const port = await freePort();
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
  const server = await launchServer({ PORT: String(port), SLIPWAY_DATA: dataFolder });
  await expect.poll(() => server.process.exitCode, ENDS).toBe(1);
  expect(server.errors()).toContain(`Port ${port} is in use.`);
  squatter.close();
});

test("a data folder that cannot be made is named in one sentence", async ({ dataFolder }) => {
  const file = join(dataFolder, "a-file");
  await writeFile(file, "");
  const server = await launchServer({
    PORT: String(await freePort()),
    SLIPWAY_DATA: join(file, "data"),
  });
  await expect.poll(() => server.process.exitCode, ENDS).toBe(1);
  expect(server.errors()).toMatch(/data folder .* cannot be written/);
});

test("a wrong setting is named before anything starts", async ({ dataFolder }) => {
  const server = await launchServer({ PORT: "eighty", SLIPWAY_DATA: dataFolder });
  await expect.poll(() => server.process.exitCode, ENDS).toBe(1);
  expect(server.errors()).toMatch(/configuration is not valid\. PORT/);
});

test("a job goes on while its server is dead, and the next server tells how it ended", async ({
  startHere,
  dataFolder,
}) => {
  const go = join(dataFolder, "go");
  const call = async (url: string, path: string, body?: object) => {
    const response = await fetch(`${url}/api/slipway/v1/workspaces/default/jobs${path}`, {
      method: body ? "POST" : "GET",
      headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return response.json();
  };
  const first = await startHere({ LOCAL_JOBS: "2" });
  const script = 'echo began; until [ -e "$GO" ]; do sleep 0.1; done; echo went on; exit 7';
  await call(first.url, "", {
    name: "outlives its server",
    experimentId: 0,
    command: ["sh", "-c", script],
    environment: { GO: go },
  });
  const began = { parts: [{ attempt: 1, text: "began\n" }] };
  await expect.poll(() => call(first.url, "/1/log")).toMatchObject(began);
  await first.kill();
  await writeFile(go, "");
  const second = await startHere({ LOCAL_JOBS: "2" });
  const ended = { status: "failed", exitCode: 7, attempt: 1 };
  await expect.poll(() => call(second.url, "/1")).toMatchObject(ended);
  expect(await call(second.url, "/1/log")).toMatchObject({
    parts: [{ text: "began\nwent on\n" }],
    isOver: true,
  });
});
