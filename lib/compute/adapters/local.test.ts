import { spawn } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { jobSpec } from "../schema/jobs";
import type { Launch } from "./adapter";
import { LocalBackend } from "./local";
import { processesOf } from "./local-processes";

const NO_LIMITS = { wallClockSeconds: 60, memoryMiB: null, cpuSeconds: null, diskMiB: null };
const WAIT = { timeout: 30_000, interval: 20 };

let folder: string;
let backend: LocalBackend;
const keys: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-local-jobs-"));
  backend = new LocalBackend(folder);
});
afterEach(async () => {
  for (const key of keys.splice(0)) {
    await backend.stop(key, { isForced: true });
    await backend.forget(key);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function launchOf(command: string[], more: Partial<Launch> = {}): Launch {
  const key = `test-${keys.length}-${Date.now()}`;
  keys.push(key);
  const { source: _, ...spec } = jobSpec.parse({ command, limits: NO_LIMITS });
  return { ...spec, snapshot: null, key, ...more };
}

async function submit(command: string[], more: Partial<Launch> = {}): Promise<string> {
  const launch = launchOf(command, more);
  await backend.submit(launch);
  return launch.key;
}

const node = (script: string) => [process.execPath, "-e", script];
const logOf = async (key: string, offset = 0) =>
  new TextDecoder().decode((await backend.readLog(key, offset)).bytes);
const reaches = (key: string, state: string) =>
  vi.waitFor(async () => expect((await backend.observe(key)).state).toBe(state), WAIT);
const prints = (key: string, text: string) =>
  vi.waitFor(async () => expect(await logOf(key)).toContain(text), WAIT);

test("a command runs, its output is kept in order, and it succeeds", async () => {
  const key = await submit(["sh", "-c", "echo one; echo two >&2; echo three"]);
  await reaches(key, "succeeded");
  expect(await logOf(key)).toBe("one\ntwo\nthree\n");
  expect(await logOf(key, 4)).toBe("two\nthree\n");
});

test("a command that fails leaves its exit code, one that is not there 127", async () => {
  const failing = await submit(["sh", "-c", "exit 3"]);
  const missing = await submit(["no-such-program-here"]);
  await reaches(failing, "failed");
  expect(await backend.observe(failing)).toEqual({ state: "failed", exitCode: 3 });
  await reaches(missing, "failed");
  expect(await backend.observe(missing)).toEqual({ state: "failed", exitCode: 127 });
});

test("it sees the environment it is given and a place of its own, and nothing of this process", async () => {
  vi.stubEnv("A_SECRET_OF_THE_SERVER", "kept");
  const script = "console.log(JSON.stringify({ env: process.env, cwd: process.cwd() }))";
  const key = await submit(node(script), { environment: { GIVEN: "a b\n'c'" } });
  vi.unstubAllEnvs();
  await reaches(key, "succeeded");
  const { env, cwd } = JSON.parse(await logOf(key));
  expect(env.GIVEN).toBe("a b\n'c'");
  expect(Object.keys(env)).not.toContain("A_SECRET_OF_THE_SERVER");
  expect(cwd).toBe(join(folder, key, "work"));
  expect(env.HOME).toBe(cwd);
});

test("of many who submit one key at once, one starts the command", async () => {
  const launch = launchOf(["sh", "-c", "echo started; sleep 0.2"]);
  const others = Array.from({ length: 8 }, () => new LocalBackend(folder));
  await Promise.all(others.map((other) => other.submit(launch)));
  await reaches(launch.key, "succeeded");
  await backend.submit(launch);
  expect(await logOf(launch.key)).toBe("started\n");
});

test("whoever comes later finds a job running, and finds it ended", async () => {
  const key = await submit(["sh", "-c", "echo up; until [ -e go ]; do sleep 0.05; done; exit 5"]);
  await prints(key, "up");
  const later = new LocalBackend(folder);
  expect(await later.observe(key)).toEqual({ state: "running", exitCode: null });
  await writeFile(join(folder, key, "work", "go"), "");
  await vi.waitFor(
    async () => expect(await later.observe(key)).toEqual({ state: "failed", exitCode: 5 }),
    WAIT,
  );
});

test("a job is stopped, and says so", async () => {
  const key = await submit(["sh", "-c", "echo up; exec sleep 600"]);
  await prints(key, "up");
  await backend.stop(key, { isForced: false });
  await reaches(key, "stopped");
  expect(await backend.observe(key)).toEqual({ state: "stopped", exitCode: 143 });
});

test("what ignores the request is forced, with all that it forked and what left its group", async () => {
  const child = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6)";
  const script = `
    process.on("SIGTERM", () => console.log("ignored"));
    const { spawn } = require("node:child_process");
    spawn(process.execPath, ["-e", ${JSON.stringify(child)}], { detached: true, stdio: "ignore" }).unref();
    setInterval(() => {}, 1e6);
    console.log("up");`;
  const key = await submit(node(script));
  await prints(key, "up");
  await backend.stop(key, { isForced: false });
  await prints(key, "ignored");
  expect((await backend.observe(key)).state).toBe("running");
  await backend.stop(key, { isForced: true });
  await reaches(key, "stopped");
  await vi.waitFor(async () => expect(await processesOf(key, null)).toEqual([]), WAIT);
});

test("what stays behind when a command has ended goes when the job is forgotten", async () => {
  const key = await submit(["sh", "-c", "sleep 600 & echo done"]);
  await reaches(key, "succeeded");
  expect(await processesOf(key, null)).not.toEqual([]);
  await backend.forget(key);
  await vi.waitFor(async () => expect(await processesOf(key, null)).toEqual([]), WAIT);
  await expect(stat(join(folder, key, "work"))).rejects.toThrow();
});

test("a key that was stopped or forgotten starts nothing any more", async () => {
  const stopped = launchOf(["sh", "-c", "echo started"]);
  await backend.stop(stopped.key, { isForced: false });
  await backend.submit(stopped);
  expect(await backend.observe(stopped.key)).toEqual({ state: "stopped", exitCode: null });
  expect(await logOf(stopped.key)).toBe("");
  const forgotten = launchOf(["sh", "-c", "echo started"]);
  await backend.forget(forgotten.key);
  await backend.submit(forgotten);
  expect(await logOf(forgotten.key)).toBe("");
  const ended = launchOf(["sh", "-c", "echo started"]);
  await backend.submit(ended);
  await reaches(ended.key, "succeeded");
  await backend.forget(ended.key);
  await backend.submit(ended);
  expect(await logOf(ended.key)).toBe("");
});

test("a process that got the number of a job's is a stranger: it counts for nothing and is left alone", async () => {
  const stranger = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
  const key = await submit(["sh", "-c", "echo up; exec sleep 600"]);
  await prints(key, "up");
  for (const pid of await processesOf(key, null)) process.kill(pid, "SIGKILL");
  await vi.waitFor(async () => expect(await processesOf(key, null)).toEqual([]), WAIT);
  await rm(join(folder, key, "exit"), { force: true });
  await writeFile(join(folder, key, "pid"), String(stranger.pid));
  expect(await backend.observe(key)).toEqual({ state: "unknown", exitCode: null });
  await backend.stop(key, { isForced: true });
  await backend.forget(key);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill();
});

test("CPU time and memory are limited", async () => {
  const limits = { ...NO_LIMITS, cpuSeconds: 1 };
  const busy = await submit(["sh", "-c", "while :; do :; done"], { limits });
  await reaches(busy, "failed");
  expect((await backend.observe(busy)).exitCode).toBeGreaterThan(128);
  const small = await submit(["sh", "-c", "ulimit -v"], {
    limits: { ...NO_LIMITS, memoryMiB: 64 },
  });
  await reaches(small, "succeeded");
  expect(await logOf(small)).toBe(`${64 * 1024}\n`);
});

test("who fills its folder is found out, and what it takes is said even when it has tidied up", async () => {
  const script = `
    const { writeFileSync, rmSync } = require("node:fs");
    writeFileSync("big", Buffer.alloc(3 * 1024 * 1024, 1));
    console.log("written");
    setInterval(() => {}, 1e6);
    process.on("SIGTERM", () => { rmSync("big"); console.log("tidied"); process.exit(0); });`;
  const key = await submit(node(script), { limits: { ...NO_LIMITS, diskMiB: 2 } });
  await prints(key, "written");
  const reason = expect.stringMatching(/^It filled its folder with 3\.\d MiB; 2\.0 MiB are/);
  await vi.waitFor(
    async () =>
      expect(await backend.observe(key)).toMatchObject({ state: "running", excess: { reason } }),
    WAIT,
  );
  await backend.stop(key, { isForced: false });
  await reaches(key, "stopped");
  const later = new LocalBackend(folder);
  expect(await later.observe(key)).toMatchObject({ state: "stopped", excess: { reason } });
  expect(await logOf(key)).toBe("written\ntidied\n");
});

test("no file of a job becomes larger than its share of the disk, or a gibibyte", async () => {
  const small = { ...NO_LIMITS, diskMiB: 2 };
  const large = { ...NO_LIMITS, diskMiB: 4_096 };
  const keys = [
    await submit(["sh", "-c", "ulimit -f"], { limits: small }),
    await submit(["sh", "-c", "ulimit -f"], { limits: large }),
    await submit(["sh", "-c", "ulimit -f"]),
  ];
  for (const key of keys) await reaches(key, "succeeded");
  const blocks = (mebibytes: number) => `${mebibytes * 2_048}\n`;
  expect(await Promise.all(keys.map((key) => logOf(key)))).toEqual([
    blocks(1_024),
    blocks(4_096),
    "unlimited\n",
  ]);
});

test("a log that nobody reads does not fill the disk", async () => {
  const key = await submit(["sh", "-c", "head -c 3000000 /dev/zero; echo up; exec sleep 600"]);
  await vi.waitFor(
    async () => expect((await stat(join(folder, key, "log"))).size).toBeGreaterThan(3_000_000),
    WAIT,
  );
  await backend.ignoreLog(key);
  expect((await stat(join(folder, key, "log"))).size).toBe(0);
});

test("what nobody submitted is not known", async () => {
  expect(await backend.observe("never-submitted")).toEqual({ state: "unknown", exitCode: null });
  expect(await backend.check()).toMatchObject({ isReady: true });
});

test("what the system does not take is told as it is", async () => {
  const launch = launchOf(["true"], { environment: { LONG: "x".repeat(4_000_000) } });
  await expect(backend.submit(launch)).rejects.toThrow("longer than this system takes");
});
