import { describe, expect, test } from "vitest";
import type { RayServeDetails } from "../schema/ray-serve";
import {
  applicationOf,
  lastLine,
  rayApplicationName,
  standingOf,
  withApplication,
  withoutApplications,
} from "./ray-serve";

const name = rayApplicationName("0a1b2c3d-0000-4000-8000-000000000000", 7n);
const ours = applicationOf({
  name,
  module: "slipway_model",
  package: "_ray_pkg_abc.zip",
  replicas: 2,
  cpus: 0.5,
  maxQueue: 9,
});
const theirs = { name: "theirs", route_prefix: "/theirs", import_path: "shop:app" };
const SERVE = "http://ray.internal:8000";

const running = (config: object | null, status = "RUNNING", message = "") => ({
  status,
  message,
  deployed_app_config: config as null,
});
const details = (applications: RayServeDetails["applications"]): RayServeDetails => ({
  proxy_location: "EveryNode",
  http_options: { host: "0.0.0.0", port: 8000 },
  grpc_options: { port: 9000 },
  applications,
});
const empty: RayServeDetails = { applications: {} };

describe("what is written to Ray Serve", () => {
  test("is an application of the revision, under an address of its own", () => {
    expect(ours).toEqual({
      name: "slipway-0a1b2c3d-7",
      route_prefix: "/slipway-0a1b2c3d-7",
      import_path: "slipway_model:app",
      runtime_env: { working_dir: "gcs://_ray_pkg_abc.zip" },
      deployments: [
        {
          name: "Model",
          num_replicas: 2,
          max_ongoing_requests: 32,
          max_queued_requests: 9,
          ray_actor_options: { num_cpus: 0.5 },
        },
      ],
    });
  });

  test("says everything that is there already, for what is left out is taken away", () => {
    const found = details({ theirs: running(theirs), imperative: running(null) });
    expect(withApplication(found, SERVE, ours)).toEqual({
      proxy_location: "EveryNode",
      http_options: { host: "0.0.0.0", port: 8000 },
      grpc_options: { port: 9000 },
      applications: [theirs, ours],
    });
  });

  test("is nothing when it is as it should be, and the whole again after it failed", () => {
    const more = { ...ours, external_scaler_enabled: false };
    expect(withApplication(details({ [name]: running(more) }), SERVE, ours)).toBeNull();
    const failed = details({ [name]: running(ours, "DEPLOY_FAILED") });
    expect(withApplication(failed, SERVE, ours)?.applications).toEqual([ours]);
    const other = details({ [name]: running({ ...ours, import_path: "x:app" }) });
    expect(withApplication(other, SERVE, ours)?.applications).toEqual([ours]);
  });

  test.each([
    ["http://127.0.0.1:8123", "127.0.0.1", 8123],
    ["http://localhost:8000/", "127.0.0.1", 8000],
    ["http://ray.internal:8000", "0.0.0.0", 8000],
    ["http://ray.internal", "0.0.0.0", 80],
  ])("starts Serve where %s is asked when nothing is served yet", (url, host, port) => {
    expect(withApplication(empty, url, ours)?.http_options).toEqual({ host, port });
  });

  test("takes away what is named and nothing else", () => {
    const found = details({ theirs: running(theirs), [name]: running(ours) });
    expect(withoutApplications(found, SERVE, new Set([name]))?.applications).toEqual([theirs]);
    expect(withoutApplications(found, SERVE, new Set(["gone"]))).toBeNull();
    expect(withoutApplications(empty, SERVE, new Set([name]))).toBeNull();
  });
});

describe("how an application is", () => {
  test.each([
    [running(ours), { isUp: true, trouble: null }],
    [running(ours, "DEPLOYING"), { isUp: false, trouble: null }],
    [
      running(ours, "DEPLOY_FAILED", "Traceback:\n  File x\nModuleNotFoundError: mlflow\n ^^^\n"),
      { isUp: false, trouble: "Ray Serve says DEPLOY_FAILED: ModuleNotFoundError: mlflow" },
    ],
    [
      running({ ...ours, deployments: [] }),
      { isUp: false, trouble: expect.stringContaining("something else than it was asked to") },
    ],
  ])("is read back", (found, standing) => {
    expect(standingOf(details({ [name]: found }), ours)).toEqual(standing);
  });

  test("is told when it is gone", () => {
    expect(standingOf(empty, ours)).toEqual({
      isUp: false,
      trouble: "Ray Serve does not serve it any more.",
    });
  });

  test("is one line, however much Ray says", () => {
    expect(lastLine("")).toBe("it does not say why");
    expect(lastLine(`${"x".repeat(9_000)}`)).toHaveLength(500);
  });
});
