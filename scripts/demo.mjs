/** A workspace to look at: everything set up, filled by real trainings, with one training going on. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { tokenOf } from "./demo-people.mjs";
import { openProgress } from "./demo-progress.mjs";
import { goWrong, lookForChapter, tellStory } from "./demo-story.mjs";
import { bin, ensureBuilt, ensureDependencies, giveUp, ROOT, run, showProgress } from "./setup.mjs";

const PORT = process.env.PORT ?? "3000";
const HOST = process.env.HOST ?? "127.0.0.1";
const ADDRESS = `http://${HOST === "0.0.0.0" ? "127.0.0.1" : HOST}:${PORT}`;
const DATA = process.env.SLIPWAY_DATA ?? join(ROOT, ".slipway/demo");
const PASSWORD = "slipway demo";
const ADMIN = "admin@example.com";
const PEOPLE = [
  { email: "ada@example.com", name: "Ada, data scientist", role: "contributor" },
  { email: "amir@example.com", name: "Amir, approver", role: "approver" },
  { email: "maya@example.com", name: "Maya, manager", role: "viewer" },
];
const NOTE =
  "Demo data, generated on this machine: every run here is a real training by `examples/typescript/sweep.ts` on a public table.";
const BROKEN_OFF = `The demo in ${DATA} was stopped while it was filled. Delete that folder and start again: half of it would be there twice.`;
/** Trials of each sweep; the two lists train side by side. */
const SWEEPS = [
  [["weather", 90, 50, 11, "ada"]],
  [
    ["penguins", 90, 40, 7, "ada"],
    ["flights", 40, 25, 3, "ada"],
  ],
];

function readToken() {
  const folder = join(DATA, "secrets");
  const file = join(folder, "demo-token");
  // Each on its own: a mode given to a recursive call closes the folders above, and PostgreSQL has to pass through them.
  mkdirSync(DATA, { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file))
    writeFileSync(file, `slw_${randomBytes(24).toString("base64url")}`, { mode: 0o600 });
  return readFileSync(file, "utf8");
}

const children = new Set();
/** Nothing goes on alone when this ends early. */
process.once("exit", () => {
  for (const child of children) child.kill("SIGTERM");
});

function launch(command, args, env, output) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", output, "inherit"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

async function awaitReady(server) {
  const deadline = Date.now() + 120_000;
  while (server.exitCode === null && Date.now() < deadline) {
    const response = await fetch(`${ADDRESS}/ready`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  if (server.exitCode !== null) process.exit(server.exitCode || 1);
  giveUp("The server did not become ready in two minutes.");
}

async function post(path, body, token) {
  const response = await fetch(`${ADDRESS}/api/slipway/v1${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok && response.status !== 409)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
}

async function invitePeople(token) {
  for (const { email, name, role } of PEOPLE) {
    await post("/users", { email, name, password: PASSWORD }, token);
    await post("/workspaces/default/members", { email, role }, token);
  }
}

/** A quick search for a second version, after the first one was approved. */
const QUICK_SWEEP = [["weather", 3, 12, 12, "ada"]];

const FRAUD_TRAFFIC = "examples/fraud/traffic.mjs";
/** As fast as they are answered, all known at once. */
const MANY_PAYMENTS = ["--at-once=12", "--rest=0", "--late=0", "--seed=5"];
/** As they come since the provider of merchants' risk has turned its scale around. */
const TURNED = ["--variant=turned"];
/** A few a second for as long as the demo runs; what they were is known twenty seconds later. */
const FEW_PAYMENTS = ["--count=0", "--rest=180", "--late=20", ...TURNED];

async function runSweeps(sweeps, env) {
  await Promise.all(
    sweeps.map(async (list) => {
      for (const [table, trials, epochs, seed, user] of list)
        await run(
          bin("tsx"),
          [
            "examples/typescript/sweep.ts",
            table,
            `--trials=${trials}`,
            `--epochs=${epochs}`,
            `--seed=${seed}`,
            `--user=${user}`,
            `--note=${NOTE}`,
          ],
          { env },
        );
    }),
  );
}

/** Who trains and who signs: each with a token of their own, so that nobody signs what they made. */
async function tokensOfPeople() {
  const one = ({ email, role }) =>
    tokenOf({ address: ADDRESS, folder: join(DATA, "secrets"), email, password: PASSWORD, role });
  const [ada, amir] = PEOPLE;
  return { ada: await one(ada), amir: await one(amir) };
}

const progress = openProgress(DATA);

/** Trainings and decisions, as far as they are not there yet; answers the tokens of the people behind them. */
async function fill(token) {
  await invitePeople(token);
  const tokens = { ...(await tokensOfPeople()), admin: token };
  const isSound = await progress.inherit((one) => lookForChapter(ADDRESS, tokens, one));
  if (!isSound) giveUp(BROKEN_OFF);
  const env = { MLFLOW_TRACKING_URI: ADDRESS, MLFLOW_TRACKING_TOKEN: tokens.ada };
  if (progress.isWhole()) return tokens;
  await progress.tell("sweeps", () =>
    showProgress("Training a few hundred small models for the workspace", () =>
      runSweeps(SWEEPS, env),
    ),
  );
  await showProgress("Asking for approvals and deciding on them", () =>
    tellStory(ADDRESS, tokens, {
      progress,
      trainAgain: () => runSweeps([QUICK_SWEEP], env),
      payments: {
        pay: () =>
          run(process.execPath, [FRAUD_TRAFFIC, ...MANY_PAYMENTS, "--count=3000"], { env }),
        payTurned: (count) =>
          run(process.execPath, [FRAUD_TRAFFIC, ...MANY_PAYMENTS, ...TURNED, `--count=${count}`], {
            env,
          }),
      },
    }),
  );
  return tokens;
}

function openBrowser() {
  if (!process.stdout.isTTY || process.env.CI) return;
  const opener = { darwin: "open", win32: "explorer" }[process.platform] ?? "xdg-open";
  spawn(opener, [ADDRESS], { stdio: "ignore", detached: true }).once("error", () => undefined);
}

/** Before anything that takes long; the server itself says so too, should another program be quicker. */
async function ensurePortIsFree() {
  const refusal = await fetch(ADDRESS).catch((error) => error.cause?.message);
  if (refusal === "bad port")
    giveUp(`Browsers refuse to open port ${PORT}. Set PORT to another one.`);
  const probe = createServer().listen(Number(PORT), HOST);
  await once(probe, "listening").catch((error) => {
    if (error.code === "EADDRINUSE")
      giveUp(`Port ${PORT} is in use. Stop what uses it, or set PORT to another one.`);
    throw error;
  });
  probe.close();
  await once(probe, "close");
}

if (progress.unfinished()) giveUp(BROKEN_OFF);
await ensurePortIsFree();
await ensureDependencies();
await ensureBuilt().catch((error) => giveUp(error.message));
const token = readToken();
const server = launch(
  process.execPath,
  [join(ROOT, "dist/server.mjs")],
  {
    NODE_ENV: "production",
    PORT,
    HOST,
    SLIPWAY_DATA: DATA,
    SLIPWAY_ADMIN_EMAIL: ADMIN,
    SLIPWAY_ADMIN_PASSWORD: PASSWORD,
    SLIPWAY_ADMIN_TOKEN: token,
    LOCAL_JOBS: process.env.LOCAL_JOBS ?? "2",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "error",
  },
  "ignore",
);
/** The server stops last: trainings end their runs first. */
async function stopAll() {
  const others = [...children].filter((child) => child !== server);
  for (const child of others) child.kill("SIGTERM");
  await Promise.all(others.map((child) => once(child, "exit")));
  server.kill("SIGTERM");
}
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void stopAll());
server.once("exit", (code) => process.exit(code ?? 0));
await awaitReady(server);
const people = await fill(token).catch((error) =>
  giveUp(`The demo could not be filled. ${error.message}`),
);
const env = { MLFLOW_TRACKING_URI: ADDRESS, MLFLOW_TRACKING_TOKEN: people.ada };
launch(bin("tsx"), ["examples/typescript/live.ts"], { ...env, USER: "ada" }, "ignore");
// A few customers and payments a second, drawn at random, for the deployments to answer about.
launch(process.execPath, ["examples/churn/traffic.mjs", "--count=0", "--rest=300"], env, "ignore");
launch(process.execPath, [FRAUD_TRAFFIC, ...FEW_PAYMENTS], env, "ignore");

process.stdout.write(`
  Slipway's demo is at ${ADDRESS}

    e-mail               password       sees it as
    ${ADMIN}    ${PASSWORD}   administrator
${PEOPLE.map(({ email, name }) => `    ${email.padEnd(20)} ${PASSWORD}   ${name.split(", ")[1]}`).join("\n")}

  One training, and generated questions to the deployments “churn” and “fraud”, go on while this runs. A bad challenger of “fraud”
  now gets a fifth of the payments, and is rolled back by its guardrail in a minute or two:
  ${ADDRESS}/default/deployments/fraud?tab=rollouts

  Stop with Ctrl-C; start again with npm run demo. To begin afresh, delete ${DATA}
`);
openBrowser();
await goWrong(ADDRESS, people).catch((error) =>
  process.stderr.write(`The rollout of the bad challenger did not start. ${error.message}\n`),
);
