import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/core/env";
import { PROXY, setUpArtifactDoor } from "@/lib/testing/artifact-door";
import { setUpDatabase } from "@/lib/testing/database";

const CANARY = "the canary is alive";

setUpDatabase();
const art = setUpArtifactDoor();
const { fixture, root } = art;

describe("paths that try to leave the store", () => {
  const escapes = [
    "../canary.txt",
    "../../canary.txt",
    "a/../../../canary.txt",
    "%2e%2e/canary.txt",
    "..%2fcanary.txt",
    "%252E%252E%252Fcanary.txt",
    "%25252e%25252e%25252fcanary.txt",
    "..%5ccanary.txt",
    "..%255ccanary.txt",
    "/%2e%2e/canary.txt",
    "C:/canary.txt",
    "C%3a%5ccanary.txt",
    "canary.txt%00.png",
    "canary.txt%2500",
    "x%23/../canary.txt",
    "....//../canary.txt",
  ];
  const canaries = () => [
    join(env().SLIPWAY_DATA, "canary.txt"),
    join(env().SLIPWAY_DATA, "artifacts", "canary.txt"),
  ];
  beforeAll(async () => {
    await art.put(`${root()}/first`, "1");
    for (const path of canaries()) await writeFile(path, CANARY);
  });

  it.each(escapes)("%s is refused by every route, and nothing outside is touched", async (path) => {
    const query = path.replaceAll("#", "%23");
    const attempts = [
      ["GET", `${PROXY}/${path}`],
      ["PUT", `${PROXY}/${path}`],
      ["DELETE", `${PROXY}/${path}`],
      ["GET", `${PROXY}?path=${query}`],
      ["GET", `/ajax-api/2.0/mlflow-artifacts/artifacts?path=${query}`],
      ["GET", `/get-artifact?path=${query}&run_uuid=${fixture().run}`],
      ["GET", `/api/2.0/mlflow/artifacts/list?run_id=${fixture().run}&path=${query}`],
      ["GET", `/api/2.0/mlflow-artifacts/presigned/${path}`],
      ["POST", `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${fixture().run}&path=${query}`],
    ] as const;
    for (const [method, url] of attempts) {
      const answer = await art.send(method, url, { body: "overwritten" });
      expect(answer.status, `${method} ${url}`).toBeGreaterThanOrEqual(400);
      expect(answer.status, `${method} ${url}`).toBeLessThan(500);
      expect(answer.body.toString()).not.toContain(CANARY);
    }
    const mpu = await art.send("POST", `/api/2.0/mlflow-artifacts/mpu/create/${path}`, {
      body: JSON.stringify({ path: "f", num_parts: 1 }),
      headers: { "Content-Type": "application/json" },
    });
    expect(mpu.status).toBeGreaterThanOrEqual(400);
    expect(mpu.status).toBeLessThan(500);
    for (const canary of canaries()) expect(await readFile(canary, "utf8")).toBe(CANARY);
  });

  it("a symbolic link in the store leads nowhere, for any method", async () => {
    const outside = join(env().SLIPWAY_DATA, "outside");
    await mkdir(outside);
    await writeFile(join(outside, "canary.txt"), CANARY);
    await art.put(`${root()}/links/real`, "1");
    const folder = join(
      env().SLIPWAY_DATA,
      "artifacts",
      fixture().actor.workspaceId,
      root(),
      "links",
    );
    await symlink(outside, join(folder, "dir"));
    await symlink(join(outside, "canary.txt"), join(folder, "file"));
    for (const path of ["links/dir/canary.txt", "links/file", "links/dir/new.txt", "links/dir"])
      for (const method of ["GET", "PUT", "DELETE"]) {
        const answer = await art.send(method, `${PROXY}/${root()}/${path}`, {
          body: "overwritten",
        });
        expect(answer.status, `${method} ${path}`).toBe(400);
        expect(answer.body.toString()).not.toContain(CANARY);
      }
    expect(await art.list(`${root()}/links`)).toEqual({
      files: [{ path: "real", is_dir: false, file_size: 1 }],
    });
    expect((await art.send("DELETE", `${PROXY}/${root()}/links`)).status).toBe(200);
    expect(await readFile(join(outside, "canary.txt"), "utf8")).toBe(CANARY);
    expect(await readdir(outside)).toEqual(["canary.txt"]);
  });
});

describe("published attacks through uris", () => {
  it.each([
    "http:///?/../../../../canary/",
    "http:///#/../../../../canary/",
    "http:///;/../../../../canary/",
    "file:///canary",
    "/canary",
    "..",
    "dbfs:/",
    "mlflow-artifacts:/../canary",
    "mlflow-artifacts:/%252e%252e/canary",
    "http://127.0.0.1/x",
  ])("an experiment is not made at %s", async (artifact_location) => {
    const { status, body } = await art.door.call("POST", "/api/2.0/mlflow/experiments/create", {
      token: fixture().token,
      body: { name: `at ${artifact_location}`, artifact_location },
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
  });

  it.each([
    "file:///canary",
    "file://./../canary",
    "../../../canary",
    "/canary",
    "mlflow-artifacts:/a/../../canary",
    "mlflow-artifacts:/a/%252e%252e/canary",
    "dbfs:/run/artifacts/a%3f/../../../../canary",
  ])("a version is not made from %s, prompt or not", async (source) => {
    const name = `attack ${Math.random()}`;
    await art.door.call("POST", "/api/2.0/mlflow/registered-models/create", {
      token: fixture().token,
      body: { name },
    });
    for (const tags of [[], [{ key: "mlflow.prompt.is_prompt", value: "true" }]]) {
      const { status } = await art.door.call("POST", "/api/2.0/mlflow/model-versions/create", {
        token: fixture().token,
        body: { name, source, run_id: fixture().run, tags },
      });
      expect(status).toBe(400);
    }
    expect(existsSync("/canary")).toBe(false);
  });
});
