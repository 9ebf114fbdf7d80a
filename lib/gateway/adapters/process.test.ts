import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { env, settleEnv } from "@/lib/core/env";
import { servingBackend } from "@/lib/deployments/schema/backends";
import type { InferCall } from "./adapter";
import { ProcessAdapter } from "./process";

const WAIT = { timeout: 30_000, interval: 50 };

/** A scoring server of its own: it doubles what it is sent, and does as it is told by a word. */
const SERVER = `
  const { createServer } = require("node:http");
  const { readFileSync } = require("node:fs");
  console.log("up", process.env.A_SECRET_OF_THE_SERVER ?? "clean", readFileSync(process.env.MODEL + "/weights.txt", "utf8"));
  let isSilent = false;
  const kept = [];
  createServer((request, response) => {
    if (isSilent) return;
    if (request.url === "/ping") return response.end("ok");
    let body = "";
    request.on("data", (chunk) => { body += chunk; });
    request.on("end", () => {
      const { data } = JSON.parse(body).dataframe_split;
      const [[word]] = data;
      if (word === "crash") process.exit(7);
      if (word === "hang") return;
      if (word === "silence") { isSilent = true; return; }
      if (word === "leak") for (let i = 0; i < 40; i += 1) kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
      if (word === "garbage") return response.end("<html>");
      response.end(JSON.stringify({ predictions: data.map(([value]) => value + value) }));
    });
  }).listen(Number(process.argv[1]), "127.0.0.1");`;

let folder: string;
let output = "";
const opened: ProcessAdapter[] = [];
const { SERVING_PROCESSES: before } = env();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-process-"));
  settleEnv({ SERVING_PROCESSES: 2 });
});
afterEach(async () => {
  for (const adapter of opened.splice(0)) await adapter.unload();
  output = "";
});
afterAll(async () => {
  settleEnv({ SERVING_PROCESSES: before });
  await rm(folder, { recursive: true, force: true });
});

function adapterFor(more: object = {}): ProcessAdapter {
  const settings = servingBackend.parse({
    kind: "process",
    command: [process.execPath, "-e", SERVER, "$PORT"],
    startSeconds: 30,
    ...more,
  });
  if (settings.kind !== "process") throw new Error("It is another backend.");
  const adapter = new ProcessAdapter({
    settings,
    files: {
      list: async function* () {
        yield { path: "weights.txt", size: 2 };
      },
      open: async () => Readable.from(["42"]),
    },
    folder: join(folder, String(opened.length)),
    onOutput: (text) => {
      output += text;
    },
  });
  opened.push(adapter);
  return adapter;
}

const calling = (word: unknown, ms = 10_000): InferCall => ({
  input: { kind: "table", columns: ["a"], rows: [[word]] },
  params: null,
  deadline: Date.now() + ms,
});

test("a command serves the model's files, and sees nothing of this server", async () => {
  vi.stubEnv("A_SECRET_OF_THE_SERVER", "kept");
  const adapter = adapterFor();
  await adapter.load();
  vi.unstubAllEnvs();
  expect(await adapter.infer(calling(3))).toEqual({ kind: "json", predictions: [6] });
  expect(output).toContain("up clean 42");
});

test("one that ends is started again, and whoever asked is told", async () => {
  const adapter = adapterFor();
  await adapter.load();
  await expect(adapter.infer(calling("crash"))).rejects.toMatchObject({ name: "ModelFailure" });
  await vi.waitFor(() => expect(adapter.problem()).toContain("code 7"), WAIT);
  await vi.waitFor(async () => expect(await adapter.infer(calling(2))).toBeTruthy(), WAIT);
  expect(adapter.problem()).toBeNull();
});

test("one that hangs costs its caller no more than the deadline", async () => {
  const adapter = adapterFor();
  await adapter.load();
  await expect(adapter.infer(calling("hang", 200))).rejects.toMatchObject({ status: 504 });
  expect(await adapter.infer(calling(2))).toEqual({ kind: "json", predictions: [4] });
  await expect(adapter.infer(calling("garbage"))).rejects.toMatchObject({ status: 502 });
});

test("one that takes more memory than it may is started again", async () => {
  const adapter = adapterFor({ memoryMiB: 256 });
  await adapter.load();
  await adapter.check();
  expect(adapter.isReady()).toBe(true);
  await adapter.infer(calling("leak"));
  await adapter.check();
  await vi.waitFor(() => expect(adapter.isReady()).toBe(false), WAIT);
  expect(output).toMatch(/It took \d+ MiB of 256/);
  await vi.waitFor(async () => expect(await adapter.infer(calling(2))).toBeTruthy(), WAIT);
});

test("one that falls silent is started again", async () => {
  const adapter = adapterFor();
  await adapter.load();
  await expect(adapter.infer(calling("silence", 100))).rejects.toMatchObject({ status: 504 });
  for (let turn = 0; turn < 3; turn += 1) await adapter.check();
  expect(output).toContain("answers no more");
  await vi.waitFor(async () => expect(await adapter.infer(calling(2))).toBeTruthy(), WAIT);
});

test("one that never answers is given up, and what it printed is kept", async () => {
  const adapter = adapterFor({
    command: ["sh", "-c", "echo thinking; exec sleep 600"],
    startSeconds: 1,
  });
  await expect(adapter.load()).rejects.toMatchObject({
    message: "It did not answer /ping within 1 s.",
  });
  expect(output).toContain("thinking");
  expect(adapter.isReady()).toBe(false);
});

test("a machine runs no more than its operator allows", async () => {
  await adapterFor({ replicas: 2 }).load();
  await expect(adapterFor().load()).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: expect.stringContaining("2 processes for models at most"),
  });
});
