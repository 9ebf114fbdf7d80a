import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { makeActor, setUpDatabase } from "./database";
import { READS } from "./expected-access/reads";
import { PROGRAM_ROUTES } from "./expected-access/routes";
import { makeToken, setUpProgramDoor } from "./program-door";
import { makeServedSecrets } from "./served-secrets";

setUpDatabase();
const door = setUpProgramDoor({ servesModels: false });

const API = "/api/2.0/mlflow";
/** Stands in everything of the other workspace that its identifiers do not give away. */
const SECRET = "what only they may read";

let victim: Actor;
let strangersToken: string;
/** Every identifier of the other workspace, under every name that some route knows it by. */
let ids: Record<string, unknown>;
let artifact: string;
/** What stands for the places in addresses that serving and compute have. */
let served: Record<string, string>;
let stranger: Actor;

function at(value: unknown, ...path: readonly string[]): string {
  let found = value;
  for (const key of path) found = Object(found)[key];
  if (typeof found !== "string") throw new Error(`There is no ${path.join(".")}.`);
  return found;
}

beforeAll(async () => {
  victim = await makeActor();
  const token = await makeToken(victim);
  stranger = await makeActor();
  strangersToken = await makeToken(stranger);
  const post = async (path: string, body: unknown) => {
    const answer = await door.call("POST", `${API}/${path}`, { token, body });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  };
  const tags = [{ key: "note", value: SECRET }];
  const experiment_id = at(
    await post("experiments/create", { name: "theirs", tags }),
    "experiment_id",
  );
  const created = await post("runs/create", { experiment_id, run_name: SECRET, tags });
  const run_id = at(created, "run", "info", "run_id");
  await post("runs/log-batch", {
    run_id,
    metrics: [{ key: "loss", value: 4711.25, timestamp: 1, step: 0 }],
    params: [{ key: "kept", value: SECRET }],
  });
  const model = await post("logged-models", { experiment_id, params: tags, tags });
  const model_id = at(model, "model", "info", "model_id");
  artifact = `${at(created, "run", "info", "artifact_uri").replace(/^mlflow-artifacts:\/+/, "")}/theirs.txt`;
  const upload = await fetch(`${door.url}/api/2.0/mlflow-artifacts/artifacts/${artifact}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${token}` },
    body: SECRET,
  });
  expect(upload.status).toBe(200);
  await post("registered-models/create", { name: "their-model", description: SECRET, tags });
  const source = at(created, "run", "info", "artifact_uri");
  await post("model-versions/create", { name: "their-model", source, run_id, description: SECRET });
  await post("registered-models/alias", { name: "their-model", alias: "candidate", version: "1" });
  served = await makeServedSecrets(victim, "their-model", SECRET);
  ids = {
    run_id,
    run_uuid: run_id,
    run: run_id,
    run_ids: [run_id],
    experiment_id,
    experiment_ids: [experiment_id],
    experiment_name: "theirs",
    name: "their-model",
    version: "1",
    alias: "candidate",
    stage: "Staging",
    model_id,
    source,
    key: "kept",
    value: "changed",
    metric_key: "loss",
    metric_keys: ["loss"],
    new_name: "taken",
    description: "changed",
    status: "FAILED",
    path: "theirs.txt",
    artifact_file_path: "theirs.txt",
    timestamp: 2,
    step: 1,
    max_results: 10,
    num_parts: 1,
    metrics: [{ key: "loss", value: 1, timestamp: 1, step: 1 }],
    params: [{ key: "new", value: "1" }],
    tags: [{ key: "note", value: "changed" }],
    models: [{ model_id, step: 0 }],
    datasets: [
      { dataset: { name: "d", digest: "1", source_type: "local", source: "x" }, tags: [] },
    ],
  };
});

const ZERO = "00000000-0000-7000-8000-000000000000";

function addressOf(url: string, slug = victim.workspaceSlug): string {
  return url
    .replace(/:workspace(_name)?\b/, slug)
    .replace(/:(\w+)/g, (place, name: string) => served[name] ?? place)
    .replace(":uuid", String(ids.model_id))
    .replace(":runUuid", String(ids.run_id))
    .replace(":key", "note")
    .replace("*", artifact)
    .replace(":userId", victim.userId)
    .replace(/:\w+Id\b/, ZERO);
}

interface Asking {
  token?: string;
  /** Of the workspace that the address names. */
  slug?: string;
  headers?: Record<string, string>;
}

async function ask(
  method: string,
  url: string,
  { token = strangersToken, slug, headers = {} }: Asking = {},
) {
  // There, data sets are a filter of another form.
  const message = url.endsWith("/logged-models/search") ? { ...ids, datasets: [] } : ids;
  const query = Object.entries(ids).flatMap(([key, value]) =>
    [value].flat().map((one) => [key, typeof one === "object" ? JSON.stringify(one) : String(one)]),
  );
  const inQuery = method === "GET" || /upload-artifact/.test(url);
  const response = await fetch(
    door.url + addressOf(url, slug) + (inQuery ? `?${new URLSearchParams(query)}` : ""),
    {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        ...headers,
      },
      ...(method === "GET" ? {} : { body: JSON.stringify(message) }),
    },
  );
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
    await response.body?.cancel();
    return { status: response.status, text: "" };
  }
  return { status: response.status, text: await response.text() };
}

/** Everything in the database that belongs to the other workspace. */
async function theirs(): Promise<unknown> {
  const { rows: tables } = await pool().query(
    `SELECT table_name AS name, min(column_name) AS owner FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('workspace_id', 'run_id') GROUP BY 1`,
  );
  const found: Record<string, unknown> = {};
  for (const { name, owner } of tables) {
    const where =
      owner === "workspace_id"
        ? "t.workspace_id = $1"
        : "t.run_id IN (SELECT id FROM runs WHERE workspace_id = $1)";
    const { rows } = await pool().query(
      `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE ${where} ORDER BY to_jsonb(t)::text`,
      [victim.workspaceId],
    );
    found[name] = rows;
  }
  return found;
}

/** Those that make something of their own come last, so that names still mean what is not theirs. */
const guarded = Object.entries(PROGRAM_ROUTES)
  .filter(([, access]) => access !== "public" && access !== "signed link")
  .map(([route]) => {
    const [method = "", url = ""] = route.split(" ");
    return { method, url };
  })
  .toSorted((a, b) => Number(a.url.endsWith("/create")) - Number(b.url.endsWith("/create")));

describe("identifiers of a workspace that somebody is not in", () => {
  test("read nothing and change nothing, on any route", async () => {
    const before = await theirs();
    expect(JSON.stringify(before)).toContain(SECRET);
    for (const { method, url } of guarded) {
      const { status, text } = await ask(method, url);
      expect([method, url, status < 500, text.includes(SECRET), text.includes("4711.25")]).toEqual([
        method,
        url,
        true,
        false,
        false,
      ]);
    }
    expect(await theirs()).toEqual(before);
  });
});

describe("the same identifiers below one's own workspace", () => {
  test("read nothing and change nothing of theirs", async () => {
    const before = await theirs();
    const slug = stranger.workspaceSlug;
    // What ends one's own comes last.
    const own = guarded
      .filter(({ url }) => url.includes(":workspace"))
      .toSorted((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));
    for (const { method, url } of own) {
      const { status, text } = await ask(method, url, { slug });
      expect([method, url, status < 500, text.includes(SECRET)]).toEqual([
        method,
        url,
        true,
        false,
      ]);
    }
    expect(await theirs()).toEqual(before);
  });
});

describe("the name of a workspace that somebody is not in", () => {
  test("opens no route, by header or by query", async () => {
    const before = await theirs();
    const slug = victim.workspaceSlug;
    for (const { method, url } of guarded) {
      const { status, text } = await ask(method, url, { headers: { "X-MLFLOW-WORKSPACE": slug } });
      expect([method, url, status]).toEqual([method, url, 404]);
      expect(text).not.toContain(SECRET);
    }
    const linked = `/get-artifact?run_id=${ids.run_id}&path=theirs.txt&workspace=${slug}`;
    expect((await door.call("GET", linked, { token: strangersToken })).status).toBe(404);
    expect(await theirs()).toEqual(before);
  });
});

describe("the same messages", () => {
  test("read what they name with a token of that workspace, so the walks above prove something", async () => {
    const token = await makeToken(victim);
    const reads: string[] = [];
    for (const { method, url } of guarded) {
      if (method !== "GET" && !/search|history|logged-models\/batch/.test(url)) continue;
      const { text } = await ask(method, url, { token });
      if (text.includes(SECRET) || text.includes("4711.25"))
        reads.push(url.replace(/^\/(ajax-)?/, ""));
    }
    expect([...new Set(reads)].toSorted()).toEqual(READS);
  });
});
