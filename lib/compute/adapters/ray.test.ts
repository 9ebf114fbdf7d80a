import { beforeAll, expect, test } from "vitest";
import { settleEnv } from "@/lib/core/env";
import { setUpRay } from "@/lib/testing/ray-server";
import { jobSpec } from "../schema/jobs";
import type { Launch } from "./adapter";
import { RayBackend } from "./ray";
import { RayClient } from "./ray-client";

const ray = setUpRay();
const KEY = "slipway-abc";

beforeAll(() => settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] }));

const backend = () =>
  new RayBackend(
    new RayClient({
      address: ray.url,
      headers: () => ({ Authorization: "Bearer let me in" }),
      certificate: null,
    }),
  );
function launchOf(more: Record<string, unknown> = {}): Launch {
  const { source: _, ...spec } = jobSpec.parse({
    command: ["python", "-c", "print('hi')"],
    ...more,
  });
  return { ...spec, snapshot: null, key: KEY, environment: { SLIPWAY_JOB: "7", EPOCHS: "3" } };
}
const submissions = () => ray.asked.filter((route) => route === "POST /cluster/api/jobs/").length;

test("a job is submitted under our key, with its resources and its environment", async () => {
  const limits = { cpuSeconds: 5, memoryMiB: 100 };
  const resources = { cpus: 2, gpus: 0.5, memoryMiB: 64, custom: { tpu: 1 } };
  const runtimeEnvironment = { pip: ["xgboost"] };
  await backend().submit(launchOf({ limits, resources, runtimeEnvironment }));
  expect(ray.jobs.get(KEY)?.submitted).toEqual({
    submission_id: KEY,
    entrypoint: `ulimit -t 5 && ulimit -v 102400 && exec python -c 'print('\\''hi'\\'')'`,
    metadata: { slipway_job: "7" },
    runtime_env: { pip: ["xgboost"], env_vars: { SLIPWAY_JOB: "7", EPOCHS: "3" } },
    entrypoint_num_cpus: 2,
    entrypoint_num_gpus: 0.5,
    entrypoint_memory: 64 * 1024 * 1024,
    entrypoint_resources: { tpu: 1 },
  });
  expect(ray.headers.authorization).toBe("Bearer let me in");
  await backend().submit(launchOf());
  expect(submissions()).toBe(1);
});

test("two that submit at once submit it once, whoever is first", async () => {
  await Promise.all([1, 2, 3].map(() => backend().submit(launchOf())));
  expect(ray.jobs.size).toBe(1);
});

test("a job is seen as it stands, with its exit code and the cluster's own words", async () => {
  await backend().submit(launchOf());
  const states = {
    PENDING: "pending",
    RUNNING: "running",
    SUCCEEDED: "succeeded",
    STOPPED: "stopped",
  };
  for (const [status, state] of Object.entries(states)) {
    ray.set(KEY, { status });
    expect(await backend().observe(KEY)).toMatchObject({ state });
  }
  ray.set(KEY, { status: "FAILED", driver_exit_code: 3, message: "failed\nlast lines" });
  const failed = { state: "failed", exitCode: 3, detail: "failed" };
  expect(await backend().observe(KEY)).toEqual(failed);
});

test("its log is read from any byte on", async () => {
  await backend().submit(launchOf());
  ray.set(KEY, { logs: "epoch 1 ✓\nepoch 2 ✓\n" });
  const textFrom = async (offset: number) =>
    new TextDecoder().decode((await backend().readLog(KEY, offset)).bytes);
  expect(await textFrom(0)).toBe("epoch 1 ✓\nepoch 2 ✓\n");
  expect(await textFrom(12)).toBe("epoch 2 ✓\n");
  expect(await textFrom(1_000)).toBe("");
});

test("a stopped key starts nothing any more, and a job that ended is deleted", async () => {
  await backend().stop(KEY);
  await backend().submit(launchOf());
  expect(ray.jobs.get(KEY)?.entrypoint).toBe("exit 143");
  await expect(backend().forget(KEY)).rejects.toThrow("still stopping");
  expect(ray.jobs.get(KEY)?.status).toBe("STOPPED");
  await backend().forget(KEY);
  expect(ray.jobs.size).toBe(0);
  await backend().forget(KEY);
});

test("a cluster that says yes and does nothing is not believed", async () => {
  ray.mode = "says yes and does nothing";
  await expect(backend().submit(launchOf())).rejects.toMatchObject({
    code: "UNAVAILABLE",
    message: "The cluster said that it took the job, and does not know it.",
  });
});

test("what the cluster refuses for good is told apart from what may work later", async () => {
  ray.mode = "refuses";
  await expect(backend().submit(launchOf())).rejects.toMatchObject({
    code: "INVALID",
    message: "The cluster did not take the job: status 400, “TypeError: runtime_env is wrong”.",
  });
  ray.mode = "forbidden";
  await expect(backend().observe(KEY)).rejects.toThrow("refuses Slipway (403)");
  expect(await backend().check()).toEqual({
    isReady: false,
    message: "The cluster refuses Slipway (403). Look at the header it is sent.",
  });
});

test("a job that is lost is told apart from a cluster that is", async () => {
  expect(await backend().observe(KEY)).toEqual({ state: "unknown", exitCode: null });
  ray.mode = "another service";
  await expect(backend().observe(KEY)).rejects.toThrow("What answers there is not Ray");
  ray.mode = "away";
  await expect(backend().observe(KEY)).rejects.toThrow();
  expect(await backend().check()).toMatchObject({ isReady: false });
  ray.mode = "fine";
  expect(await backend().check()).toEqual({ isReady: true, message: "Ray 2.49.2 answers." });
});

test("addresses that the operator has not allowed are not connected to", async () => {
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: [] });
  await expect(backend().observe(KEY)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  expect(ray.asked).toEqual([]);
  settleEnv({ OUTBOUND_ALLOWED_HOSTS: ["127.0.0.1"] });
});
