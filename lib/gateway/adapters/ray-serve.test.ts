import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env, settleEnv } from "@/lib/core/env";
import { servingBackend } from "@/lib/deployments/schema/backends";
import { setUpDatabase } from "@/lib/testing/database";
import { setUpReceiver } from "@/lib/testing/receiver";
import { holdCluster } from "../sql/clusters";
import type { ModelFiles } from "./adapter";
import { RayServeAdapter, tidyCluster } from "./ray-serve";

setUpDatabase();
const ray = setUpReceiver();
const { OUTBOUND_ALLOWED_HOSTS: allowedBefore } = env();
let folder = "";
beforeAll(async () => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
  folder = await mkdtemp(join(tmpdir(), "slipway-ray-serve-"));
});
afterAll(async () => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: allowedBefore });
  await rm(folder, { recursive: true, force: true });
});

interface Application {
  name: string;
  status?: string;
}

/** What the cluster of a test holds. */
let there: Application[] = [];
let status = "RUNNING";
let uploads = 0;
/** Whether it does what it says that it does. */
let isHonest = true;

const details = () => ({
  http_options: there.length > 0 ? { host: "127.0.0.1", port: 1 } : null,
  applications: Object.fromEntries(
    there.map((config) => [
      config.name,
      { status, message: "Traceback:\nOutOfMemory: no room\n", deployed_app_config: config },
    ]),
  ),
});

function answerAsPackages(body: string) {
  if (body !== "") uploads += 1;
  return { status: uploads > 0 ? 200 : 404, body: "" };
}

function answerAsServe(body: string) {
  if (body === "") return { status: 200, body: JSON.stringify(details()) };
  if (isHonest) there = JSON.parse(body).applications;
  return { status: 200 };
}

beforeEach(() => {
  [there, status, uploads, isHonest] = [[], "RUNNING", 0, true];
  ray.answer = ({ path, body }) => {
    if (path.startsWith("/api/packages/")) return answerAsPackages(body);
    if (path === "/api/serve/applications/") return answerAsServe(body);
    return { status: 200, body: '{"predictions":[4]}' };
  };
});

const opened: RayServeAdapter[] = [];
afterEach(async () => {
  for (const adapter of opened.splice(0)) await adapter.unload();
});

function filesOf(size: number): ModelFiles {
  return {
    list: async function* () {
      yield { path: "MLmodel", size };
    },
    open: async () => Readable.from([Buffer.alloc(size)]),
  };
}

function adapterFor(name: string, size = 10): RayServeAdapter {
  const settings = servingBackend.parse({ kind: "ray", url: ray.url, serveUrl: ray.url });
  if (settings.kind !== "ray") throw new Error("It is another backend.");
  const adapter = new RayServeAdapter({
    settings,
    files: filesOf(size),
    folder: join(folder, name),
    name,
    hold: holdCluster,
  });
  opened.push(adapter);
  return adapter;
}

const names = () => there.map(({ name }) => name).sort();
const writes = () =>
  ray.received.filter(({ path, body }) => path.endsWith("applications/") && body);

describe("a version on Ray Serve", () => {
  test("is uploaded once, read back, and asked where it answers", async () => {
    const adapter = adapterFor("slipway-a-1");
    await adapter.load();
    expect([uploads, names()]).toEqual([1, ["slipway-a-1"]]);
    const input = { kind: "table", columns: ["a"], rows: [[1]] } as const;
    const deadline = Date.now() + 5_000;
    expect(await adapter.infer({ input, params: null, deadline })).toEqual({
      kind: "json",
      predictions: [4],
    });
    expect(ray.received.at(-1)?.path).toBe("/slipway-a-1/invocations");
    await adapterFor("slipway-a-1").load();
    expect([uploads, writes().length]).toEqual([1, 1]);
  });

  test("does not take away what another one puts there at the same time", async () => {
    const all = ["slipway-a-1", "slipway-a-2", "slipway-b-3", "slipway-b-4"];
    await Promise.all(all.map((name) => adapterFor(name).load()));
    expect(names()).toEqual(all);
  });

  test("is not ready when the cluster says yes and does nothing", async () => {
    isHonest = false;
    await expect(adapterFor("slipway-a-1").load()).rejects.toThrow("does not serve it any more");
  });

  test("says why it does not come up", async () => {
    status = "DEPLOY_FAILED";
    await expect(adapterFor("slipway-a-1").load()).rejects.toThrow(
      "Ray Serve says DEPLOY_FAILED: OutOfMemory: no room",
    );
  });

  test("is found to be gone, and is put there again", async () => {
    const adapter = adapterFor("slipway-a-1");
    await adapter.load();
    there = [];
    await adapter.check();
    expect([adapter.isReady(), adapter.problem()]).toEqual([
      false,
      "Ray Serve does not serve it any more.",
    ]);
    await adapter.unload();
    await adapter.load();
    expect([adapter.isReady(), names()]).toEqual([true, ["slipway-a-1"]]);
  });

  test("that is too large for one package is refused before anything is sent", async () => {
    await expect(adapterFor("slipway-a-1", 96 * 1024 ** 2).load()).rejects.toThrow(
      "at most 95 MiB",
    );
    expect(ray.received).toEqual([]);
  });

  test("is not sent to an address that the server may not connect to", async () => {
    settleEnv({ OUTBOUND_ALLOWED_HOSTS: [] });
    try {
      await expect(adapterFor("slipway-a-1").load()).rejects.toThrow("OUTBOUND_ALLOWED_HOSTS");
      expect(ray.received).toEqual([]);
    } finally {
      settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
    }
  });

  test("is taken away with its deployment, and others stay", async () => {
    there = [{ name: "slipway-a-1" }, { name: "theirs" }];
    const place = { url: ray.url, serveUrl: ray.url };
    await tidyCluster(place, new Set(["slipway-a-1", "slipway-a-2"]), holdCluster);
    expect(names()).toEqual(["theirs"]);
    await tidyCluster(place, new Set(["slipway-a-1"]), holdCluster);
    expect(writes()).toHaveLength(1);
  });
});
