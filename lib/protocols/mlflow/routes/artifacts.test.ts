import { describe, expect, it } from "vitest";
import { json, PROXY, setUpArtifactDoor } from "@/lib/testing/artifact-door";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken } from "@/lib/testing/program-door";
import { sendRaw } from "@/lib/testing/raw-request";

setUpDatabase();
const art = setUpArtifactDoor();
const { fixture, root } = art;

describe("proxied artifacts", () => {
  it("come back as they were sent, under both prefixes, protected from being run", async () => {
    expect((await art.put(`${root()}/page.html`, "<script>alert(1)</script>")).status).toBe(200);
    for (const prefix of ["/api", "/ajax-api"]) {
      const path = `${prefix}/2.0/mlflow-artifacts/artifacts/${root()}/page.html`;
      const { status, headers, body } = await art.send("GET", path);
      expect(status).toBe(200);
      expect(body.toString()).toBe("<script>alert(1)</script>");
      expect(headers).toMatchObject({
        "content-disposition": expect.stringMatching(/^attachment; filename="page.html"/),
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "content-length": "25",
      });
    }
  });

  it.each([
    ["model.pkl", "application/octet-stream"],
    ["MLmodel", "text/plain"],
    ["data.json", "text/plain"],
    ["picture.svg", "image/svg+xml"],
    ["räksmörgås.txt", "text/plain"],
  ])("%s is labelled %s", async (name, type) => {
    const path = `${PROXY}/${root()}/${encodeURIComponent(name)}`;
    await art.send("PUT", path, { body: "x", headers: { "Content-Type": "text/html" } });
    const { headers } = await art.send("GET", path);
    expect(headers["content-type"]).toContain(type);
    expect(headers["content-disposition"]).toContain(`UTF-8''${encodeURIComponent(name)}`);
  });

  it("are listed by name with sizes; a file or a missing path lists nothing, with status 200", async () => {
    await art.put(`${root()}/dir/b.txt`, "12345");
    await art.put(`${root()}/dir/a/c.txt`, "1");
    expect(await art.list(`${root()}/dir`)).toEqual({
      files: [
        { path: "a", is_dir: true },
        { path: "b.txt", is_dir: false, file_size: 5 },
      ],
    });
    expect(await art.list(`${root()}/dir/b.txt`)).toEqual({});
    expect(await art.list(`${root()}/none`)).toEqual({});
  });

  it("are missing with MLflow's 404, and a directory is refused with a 400", async () => {
    const missing = await art.send("GET", `${PROXY}/${root()}/none.txt`);
    expect(missing.status).toBe(404);
    expect(json(missing)).toMatchObject({ error_code: "RESOURCE_DOES_NOT_EXIST" });
    await art.put(`${root()}/folder/x`, "1");
    const folder = await art.send("GET", `${PROXY}/${root()}/folder`);
    expect(folder.status).toBe(400);
    expect(json(folder)).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
  });

  it("are deleted, directories with all they hold; nothing there is fine; the whole store is not", async () => {
    await art.put(`${root()}/old/a/b`, "1");
    await art.put(`${root()}/old/c`, "1");
    expect((await art.send("DELETE", `${PROXY}/${root()}/old`)).status).toBe(200);
    expect(await art.list(`${root()}/old`)).toEqual({});
    expect((await art.send("DELETE", `${PROXY}/${root()}/old`)).status).toBe(200);
    expect((await art.send("DELETE", `${PROXY}/`)).status).toBe(400);
    expect((await art.send("DELETE", `${PROXY}/.`)).status).toBe(400);
  });

  it("answer ranges, and 304 to who holds the newest", async () => {
    const path = `${PROXY}/${root()}/digits`;
    await art.put(`${root()}/digits`, "0123456789");
    const whole = await art.send("GET", path);
    const etag = String(whole.headers.etag);
    const range = async (value: string) => art.send("GET", path, { headers: { Range: value } });
    for (const [asked, expected] of [
      ["bytes=2-4", "234"],
      ["bytes=7-", "789"],
      ["bytes=-2", "89"],
      ["bytes=8-100", "89"],
    ] as const) {
      const answer = await range(asked);
      expect(answer.status).toBe(206);
      expect(answer.body.toString()).toBe(expected);
      expect(answer.headers["content-range"]).toMatch(/^bytes \d+-\d+\/10$/);
    }
    expect(await range("bytes=10-")).toMatchObject({ status: 416 });
    for (const odd of ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=x"])
      expect((await range(odd)).body.toString()).toBe("0123456789");
    const held = await art.send("GET", path, { headers: { "If-None-Match": etag } });
    expect(held).toMatchObject({ status: 304 });
    expect(held.body).toHaveLength(0);
  });

  it.each([
    ["a file where a directory is", "conflict/dir", "PUT"],
    ["a file below a file", "conflict/dir/file/below", "PUT"],
    ["a name that is too long", `long/${"n".repeat(256)}`, "PUT"],
    ["a path that is too long", `long/${"abcdefgh/".repeat(110)}x`, "PUT"],
    ["no name at all", "conflict/", "PUT"],
  ])("refuse %s with a 400 and change nothing", async (_what, path, method) => {
    await art.put(`${root()}/conflict/dir/file`, "kept");
    const answer = await art.send(method, `${PROXY}/${root()}/${path}`, { body: "new" });
    expect(answer.status).toBe(400);
    expect(json(answer)).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
    expect((await art.send("GET", `${PROXY}/${root()}/conflict/dir/file`)).body.toString()).toBe(
      "kept",
    );
  });
});

describe("whose artifacts", () => {
  it("another workspace's experiment is not found, for reading, listing, writing or deleting", async () => {
    const other = await makeActor();
    const theirs = await makeToken(other);
    await art.put(`${root()}/secret.txt`, "secret");
    const path = `${PROXY}/${root()}/secret.txt`;
    for (const [method, url] of [
      ["GET", path],
      ["GET", `${PROXY}?path=${root()}`],
      ["PUT", path],
      ["DELETE", path],
      ["DELETE", `${PROXY}/${root()}`],
      ["GET", `/api/2.0/mlflow/artifacts/list?run_id=${fixture().run}`],
      ["GET", `/get-artifact?run_id=${fixture().run}&path=secret.txt`],
      ["GET", `/api/2.0/mlflow-artifacts/presigned/${root()}/secret.txt`],
    ] as const) {
      const answer = await art.send(method, url, { token: theirs, body: "theirs" });
      expect(answer.status, `${method} ${url}`).toBe(404);
    }
    const mpu = await art.send("POST", `/api/2.0/mlflow-artifacts/mpu/create/${root()}`, {
      token: theirs,
      body: JSON.stringify({ path: "x", num_parts: 1 }),
      headers: { "Content-Type": "application/json" },
    });
    expect(mpu.status).toBe(404);
    expect((await art.send("GET", path)).body.toString()).toBe("secret");
  });

  it("a location that two workspaces chose alike is two places", async () => {
    const other = await makeActor();
    const theirs = await makeToken(other);
    await art.put("my_location/r/artifacts/f", "mine");
    await art.send("PUT", `${PROXY}/my_location/r/artifacts/f`, { token: theirs, body: "theirs" });
    const path = `${PROXY}/my_location/r/artifacts/f`;
    expect((await art.send("GET", path)).body.toString()).toBe("mine");
    expect((await art.send("GET", path, { token: theirs })).body.toString()).toBe("theirs");
  });

  it("a viewer reads and does not write; nobody without a token does either", async () => {
    const workspace = { id: fixture().actor.workspaceId, slug: fixture().actor.workspaceSlug };
    const viewer = await makeToken(await makeActor({ role: "viewer", workspace }));
    await art.put(`${root()}/shared`, "1");
    const path = `${PROXY}/${root()}/shared`;
    expect((await art.send("GET", path, { token: viewer })).status).toBe(200);
    expect((await art.send("PUT", path, { token: viewer, body: "2" })).status).toBe(403);
    expect((await art.send("DELETE", path, { token: viewer })).status).toBe(403);
    for (const method of ["GET", "PUT", "DELETE"])
      expect((await sendRaw(art.door.url, { method, path, body: "2" })).status).toBe(401);
    expect((await art.send("GET", path)).body.toString()).toBe("1");
  });
});

describe("artifacts of a run and of a model", () => {
  it("are listed with paths from their root", async () => {
    const fresh = await art.startRun();
    await art.put(`${fixture().experiment}/${fresh}/artifacts/a/b.txt`, "12");
    const listed = await art.send("GET", `/api/2.0/mlflow/artifacts/list?run_id=${fresh}&path=a`);
    expect(json(listed)).toEqual({
      root_uri: `mlflow-artifacts:/${fixture().experiment}/${fresh}/artifacts`,
      files: [{ path: "a/b.txt", is_dir: false, file_size: 2 }],
    });
    const unknown = await art.send("GET", "/api/2.0/mlflow/artifacts/list?run_id=0123");
    expect(unknown.status).toBe(404);
  });

  it("a logged model's files are served, and those of a version made from it", async () => {
    const call = async (path: string, body: unknown) =>
      (await art.door.call("POST", `/api/2.0/mlflow/${path}`, { body, token: fixture().token }))
        .body;
    // The wire's own answer to a request that this test makes well.
    const made = (await call("logged-models", {
      experiment_id: String(fixture().experiment),
      name: "m",
    })) as {
      model: { info: { model_id: string; artifact_uri: string } };
    };
    const { model_id, artifact_uri } = made.model.info;
    await art.put(`${artifact_uri.replace("mlflow-artifacts:/", "")}/MLmodel`, "flavors: {}");
    const file = `/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts/files`;
    const answer = await art.send("GET", `${file}?artifact_file_path=MLmodel`);
    expect(answer.body.toString()).toBe("flavors: {}");
    const directory = `/api/2.0/mlflow/logged-models/${model_id}/artifacts/directories`;
    expect(json(await art.send("GET", directory))).toEqual({
      root_uri: artifact_uri,
      files: [{ path: "MLmodel", is_dir: false, file_size: 11 }],
    });
    await call("registered-models/create", { name: "served" });
    await call("model-versions/create", {
      name: "served",
      source: `models:/${model_id}`,
      model_id,
    });
    const version = "/model-versions/get-artifact?name=served&version=1&path=MLmodel";
    expect((await art.send("GET", version)).body.toString()).toBe("flavors: {}");
  });
});
