import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, PlaywrightWorkerArgs } from "@playwright/test";
import { ROLES, type Standing } from "@/lib/access/permissions";
import { PERMISSIONS } from "@/lib/testing/expected-access/permissions";
import type { ActionRow } from "./fixtures/action-row";
import { ACTIONS } from "./fixtures/expected-actions";
import {
  type ExpectedPage,
  LEAST_STANDING,
  PAGES,
  READS,
  type Things,
} from "./fixtures/expected-people";
import { openRest } from "./fixtures/rest";
import {
  type ActionResult,
  type BuiltAction,
  builtActions,
  callAction,
} from "./fixtures/server-actions";
import { expect, test } from "./fixtures/test";
import { makeWorkspace } from "./fixtures/workspace";

const ADMIN = { email: "admin@example.org", password: "the administrator of the journeys" };
const STANDINGS = ["person", ...ROLES, "operator"] as const;

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.split("/").at(-1) === ending)
    .sort();
}

/** Names of the actions that the sources export. */
function writtenActions(): string[] {
  return readdirSync("lib", { recursive: true, encoding: "utf8" })
    .filter((name) => /(^|\/)actions(\.ts|\/[\w-]+\.ts)$/.test(name))
    .flatMap((name) => {
      const path = join("lib", name);
      const names = readFileSync(path, "utf8").matchAll(/^export (?:const|async function) (\w+)/gm);
      return [...names].map(([, action]) => `${path} ${action}`);
    })
    .sort();
}

type Client = APIRequestContext;
type Playwright = PlaywrightWorkerArgs["playwright"];

async function signIn(
  playwright: Playwright,
  baseURL: string,
  person: { email: string; password: string } | null,
): Promise<Client> {
  const client = await playwright.request.newContext({ baseURL });
  if (!person) return client;
  const { csrfToken } = await (await client.get("/api/auth/csrf")).json();
  const { email, password } = person;
  const answer = await client.post("/api/auth/callback/password", {
    form: { csrfToken, email, password, json: "true" },
  });
  expect(answer.ok(), `${email} signs in`).toBe(true);
  return client;
}

/** One session for each standing; `stranger` belongs to another workspace, `nobody` has not signed in. */
type Cast = Record<(typeof ROLES)[number] | "operator" | "stranger" | "nobody", Client>;

const castTest = test.extend<{ cast: Cast; things: Things }>({
  cast: async ({ playwright, baseURL, workspace }, use) => {
    const url = baseURL ?? "";
    const { people } = await makeWorkspace();
    const made: [string, Client][] = [];
    for (const role of ROLES)
      made.push([role, await signIn(playwright, url, workspace.people[role])]);
    made.push(["operator", await signIn(playwright, url, ADMIN)]);
    made.push(["stranger", await signIn(playwright, url, people.admin)]);
    made.push(["nobody", await signIn(playwright, url, null)]);
    // One client was made for each of the names.
    await use(Object.fromEntries(made) as Cast);
    for (const [, client] of made) await client.dispose();
  },
  things: async ({ api, workspace, baseURL }, use) => {
    const experimentId = await api.createExperiment("churn");
    const runId = await api.createRun(experimentId, { metrics: { loss: 1 } });
    await api.putArtifact(runId, "notes.txt", "a note");
    await api.call("POST", "registered-models/create", { name: "churn" });
    await api.call("POST", "model-versions/create", {
      name: "churn",
      source: `runs:/${runId}/model`,
      run_id: runId,
    });
    const rest = openRest(baseURL ?? "", workspace.people.contributor.token, workspace.slug);
    const job = { name: "train", experimentId: Number(experimentId), command: ["true"] };
    const made = [
      await rest("POST", `/workspaces/${workspace.slug}/jobs`, job),
      await rest("POST", "/approval-requests", {
        model: "churn",
        version: 1,
        target: { kind: "alias", value: "champion" },
      }),
      await rest("POST", `/workspaces/${workspace.slug}/deployments`, {
        name: "churn-api",
        environment: "development",
        model: "churn",
        version: 1,
        backend: { kind: "external", url: "https://models.example.org" },
      }),
    ];
    expect(made).toMatchObject([
      { answer: { number: 1 } },
      { answer: { number: 1 } },
      { answer: { name: "churn-api" } },
    ]);
    const { run } = await api.call<{ run: { info: { artifact_uri: string } } }>(
      "GET",
      `runs/get?run_id=${runId}`,
    );
    const artifactUri = run.info.artifact_uri;
    await use({ workspace: workspace.slug, experimentId, runId, artifactUri });
  },
});

castTest.describe.configure({ timeout: 600_000 });

async function statusOf(client: Client, path: string): Promise<number> {
  return (await client.get(path, { maxRedirects: 0 })).status();
}

/** Who of the cast a page lets in. */
const ADMITTED: Readonly<Record<ExpectedPage, readonly (keyof Cast)[]>> = {
  visitor: [...ROLES, "operator", "stranger", "nobody"],
  person: [...ROLES, "operator", "stranger"],
  member: [...ROLES, "operator"],
  operator: ["operator"],
};

interface Expected {
  status: number;
  location?: string;
}

/** What a page answers to one of the cast. */
function expectedOf(file: string, who: keyof Cast, address: string): Expected {
  const { access, answer = 200 } = PAGES[file] ?? { access: "operator" };
  if (file === "(public)/sign-in/page.tsx" && who !== "nobody")
    return { status: 307, location: "/" };
  if (ADMITTED[access].includes(who)) return { status: answer };
  if (who !== "nobody") return { status: 404 };
  return { status: 307, location: `/sign-in?callbackUrl=${encodeURIComponent(address)}` };
}

castTest("every page lets in whom the table names, and nobody else", async ({ cast, things }) => {
  expect(filesBelow("app", "page.tsx")).toEqual(Object.keys(PAGES).sort());
  for (const [file, { path }] of Object.entries(PAGES))
    await castTest.step(file, async () => {
      const address = path(things);
      for (const who of ADMITTED.visitor) {
        const { status, location } = expectedOf(file, who, address);
        const answer = await cast[who].get(address, { maxRedirects: 0 });
        expect.soft(answer.status(), `${who} at ${address}`).toBe(status);
        if (location) expect.soft(answer.headers().location, who).toBe(location);
      }
    });
});

castTest(
  "every read of a screen answers members, and looks empty to others",
  async ({ cast, things }) => {
    const folder = "app/api/ui/[workspace]";
    expect(filesBelow(folder, "route.ts")).toEqual(Object.keys(READS).sort());
    for (const [file, query] of Object.entries(READS))
      await castTest.step(file, async () => {
        const address = `/api/ui/${things.workspace}/${query(things)}`;
        for (const who of [...ROLES, "operator"] as const) {
          const status = isAdmitted(who, LEAST_STANDING[file] ?? "viewer") ? 200 : 403;
          expect.soft(await statusOf(cast[who], address), `${who} at ${address}`).toBe(status);
        }
        expect.soft(await statusOf(cast.nobody, address), `nobody at ${address}`).toBe(401);
        const foreign = await cast.stranger.get(address);
        const missing = await cast.stranger.get(address.replace(things.workspace, "no-such"));
        expect.soft(foreign.status(), `a stranger at ${address}`).toBe(404);
        expect
          .soft((await foreign.text()).replaceAll(things.workspace, "no-such"))
          .toBe(await missing.text());
      });
  },
);

castTest("other route handlers are next-auth's alone", () => {
  expect(filesBelow("app", "route.ts").filter((file) => !file.startsWith("api/ui/"))).toEqual([
    "api/auth/[...nextauth]/route.ts",
  ]);
});

const codeOf = (result: ActionResult) => (result.ok ? "OK" : result.error.code);

const leastOf = ({ access }: ActionRow): Standing | "visitor" =>
  access === "visitor" ? "visitor" : PERMISSIONS[access][0];

const isAdmitted = (who: Standing, least: Standing | "visitor") =>
  least === "visitor" || STANDINGS.indexOf(who) >= STANDINGS.indexOf(least);

/** Fails unless somebody who may was let in: whatever the domain then said about things that do not exist. */
function expectAdmission(result: ActionResult, row: ActionRow, who: string): void {
  const answers = ["OK", "NOT_FOUND", ...(row.refusal ? [row.refusal] : [])];
  expect.soft(answers, `${who}: ${JSON.stringify(result)}`).toContain(codeOf(result));
}

function expectStranger(result: ActionResult, row: ActionRow): void {
  if (!row.isPersonal)
    expect.soft(result, "a stranger").toMatchObject({
      error: { code: "NOT_FOUND", message: expect.stringContaining("not a member of it") },
    });
  else if (leastOf(row) === "operator") expect.soft(codeOf(result)).toBe("FORBIDDEN");
  else expectAdmission(result, row, "a stranger");
}

/** As in the table, whose last one ends the sessions. */
function inOrder(built: readonly BuiltAction[]): BuiltAction[] {
  const names = Object.keys(ACTIONS);
  return [...built].sort((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
}

type Call = (who: keyof Cast) => Promise<ActionResult>;

async function expectAction(row: ActionRow, call: Call): Promise<void> {
  const nobody = await call("nobody");
  if (row.access === "visitor") expectAdmission(nobody, row, "nobody");
  else expect.soft(codeOf(nobody), "nobody").toBe("UNAUTHENTICATED");
  expectStranger(await call("stranger"), row);
  for (const who of [...ROLES, "operator"] as const) {
    const result = await call(who);
    if (isAdmitted(who, leastOf(row))) expectAdmission(result, row, who);
    else expect.soft(codeOf(result), who).toBe("FORBIDDEN");
  }
}

castTest(
  "every server action does its work for whom the table names, and refuses others",
  async ({ cast, things }) => {
    const built = builtActions();
    const names = Object.keys(ACTIONS).sort();
    expect(writtenActions()).toEqual(names);
    // An action that no page carries cannot be called; all that can be are in the table.
    expect(names).toEqual(expect.arrayContaining(built.map(({ name }) => name)));
    for (const { id, name, page } of inOrder(built))
      await castTest.step(name, async () => {
        const row = ACTIONS[name];
        if (!row) return;
        const path = PAGES[page]?.path(things) ?? "/";
        const input = { ...row.input, ...(row.isPersonal ? {} : { workspace: things.workspace }) };
        await expectAction(row, (who) => callAction(cast[who], { path, id, input }));
      });
  },
);
