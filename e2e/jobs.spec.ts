import type { Page } from "@playwright/test";
import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, test } from "./fixtures/test";

/** A training in a few lines: it logs over MLflow's wire and writes to its log, in colour. */
const TRAINING = `cat >train.mjs <<'END'
const { MLFLOW_TRACKING_URI: uri, MLFLOW_TRACKING_TOKEN: token, MLFLOW_RUN_ID: run_id } = process.env;
const headers = { Authorization: "Bearer " + token, "Content-Type": "application/json" };
for (let step = 0; step < 4; step += 1) {
  const body = JSON.stringify({ run_id, key: "loss", value: 1 / (step + 1), timestamp: Date.now(), step });
  const { status } = await fetch(uri + "/api/2.0/mlflow/runs/log-metric", { method: "POST", headers, body });
  console.log("\\u001b[32mepoch " + step + "\\u001b[0m answered " + status + " for " + process.env.COLOUR);
}
END
node train.mjs`;

async function fillJob(page: Page, name: string, command: string): Promise<void> {
  await page.getByRole("button", { name: "New job" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Command", { exact: true }).fill(command);
  await dialog.getByRole("combobox", { name: "Experiment" }).click();
  await page.getByRole("option", { name: "churn" }).click();
}

const launch = (page: Page) => page.getByRole("button", { name: "Launch" }).click();

test("a training is launched from the browser, watched, and leads to its run", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await api.createExperiment("churn");
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/jobs`);
  await expect(page.getByRole("heading", { name: "No jobs yet" })).toBeVisible();
  await expectAccessible(page);

  await fillJob(page, "train churn", TRAINING);
  const variables = page.getByLabel(/^Environment variables/);
  await variables.fill("COLOUR");
  await launch(page);
  await expect(page.getByText("“COLOUR” is not NAME=value.")).toBeVisible();
  await expectAccessible(page);
  await variables.fill("COLOUR=teal");
  await launch(page);

  await expect(page.getByRole("heading", { level: 1, name: "train churn" })).toBeVisible();
  const log = page.getByRole("group", { name: "Log" });
  await expect(log).toContainText("epoch 3 answered 200 for teal");
  await expect(page.getByText("Succeeded", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Search the log" }).fill("EPOCH 2");
  await expect(page.getByRole("status").filter({ hasText: "1 of 4 lines" })).toBeVisible();
  await expect(log).not.toContainText("epoch 3");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("job-1.log");

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "train churn" })).toBeVisible();
  await expect(page.getByText("Finished", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("loss").first()).toBeVisible();
});

test("a job is cancelled by whoever launched it, and found by its status", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await api.createExperiment("churn");
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/jobs`);
  await fillJob(page, "endless", "trap '' TERM; echo up; while :; do sleep 1; done");
  await launch(page);
  await expect(page.getByRole("group", { name: "Log" })).toContainText("up");
  await page.getByRole("button", { name: "Cancel job" }).click();
  const dialog = page.getByRole("alertdialog");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel job" }).click();
  await expect(page.getByText("It was cancelled.")).toBeVisible();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel job" })).toBeHidden();

  await page.getByRole("link", { name: "Jobs", exact: true }).first().click();
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Failed" }).click();
  await expect(page.getByRole("heading", { name: "No failed jobs" })).toBeVisible();
  await page.getByRole("button", { name: "Show all jobs" }).click();
  await expect(page.getByRole("link", { name: "endless" })).toBeVisible();
  await expectAccessible(page);
});

test("a job is run again, as it was and with changes, from its own page and from its run's", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await api.createExperiment("churn");
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/jobs`);
  await fillJob(page, "repeated", "echo epochs $EPOCHS");
  await page.getByLabel(/^Environment variables/).fill("EPOCHS=3");
  await launch(page);
  const log = page.getByRole("group", { name: "Log" });
  await expect(log).toContainText("epochs 3");

  await page.getByRole("button", { name: "Run again" }).click();
  await page.getByRole("menuitem", { name: "As it was" }).click();
  await page.waitForURL(/\/jobs\/2$/);
  await expect(log).toContainText("epochs 3");
  await expect(page.getByRole("link", { name: "Job 1", exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Open run" }).click();
  await expect(page.getByRole("link", { name: "#2 on This machine" })).toBeVisible();
  await page.getByRole("button", { name: "Run again" }).click();
  await page.getByRole("menuitem", { name: "With changes" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Command", { exact: true })).toHaveValue("echo epochs $EPOCHS");
  await expectAccessible(page);
  await page.getByLabel(/^Environment variables/).fill("EPOCHS=5");
  await launch(page);
  await page.waitForURL(/\/jobs\/3$/);
  await expect(log).toContainText("epochs 5");
});

test("a job with parameters is run again with other ones, and one that is over is measured no more", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  const experimentId = Number(await api.createExperiment("churn"));
  const rest = openRest(baseURL ?? "", workspace.people.contributor.token, workspace.slug);
  const jobs = `/workspaces/${workspace.slug}/jobs`;
  const made = await rest("POST", jobs, {
    name: "typed",
    experimentId,
    command: ["sh", "-c", "echo {{ rate }} of {{ model }}"],
    parameters: { rate: 0.5, model: "trees" },
  });
  expect(made.status).toBe(201);
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/jobs/1`);
  const log = page.getByRole("group", { name: "Log" });
  await expect(log).toContainText("0.5 of trees");
  await expect(page.getByText("Succeeded", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Run again" }).click();
  await page.getByRole("menuitem", { name: "With changes" }).click();
  const parameters = page.getByRole("group", { name: "Parameters" });
  await expect(parameters.getByLabel("model")).toHaveValue("trees");
  await parameters.getByLabel("rate").fill("half");
  await launch(page);
  await expect(parameters.getByText("Write a number.")).toBeVisible();
  await expectAccessible(page);
  await parameters.getByLabel("rate").fill("0.25");
  await launch(page);
  await page.waitForURL(/\/jobs\/2$/);
  await expect(log).toContainText("0.25 of trees");
  await expect(page.getByText("rate = 0.25")).toBeVisible();
  await expect(page.getByText("Succeeded", { exact: true })).toBeVisible();

  await page.goto(`/${workspace.slug}/jobs/1`);
  const list = await page.context().newPage();
  await list.goto(`/${workspace.slug}/jobs`);
  const asked: string[] = [];
  page.on("request", (request) => {
    if (/\/jobs\/(?:usage|1\?)/.test(request.url())) asked.push(request.url());
  });
  await rest("POST", jobs, { name: "another", experimentId, command: ["true"] });
  const another = list.getByRole("listitem").filter({ hasText: "another" });
  await expect(another.getByText("Succeeded")).toBeVisible();
  expect(asked, "what others do draws no page anew of a job that is over").toEqual([]);
});

test("news have a job's page read its log, then itself, and nothing of the pages it leads to", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  const experimentId = Number(await api.createExperiment("churn"));
  const rest = openRest(baseURL ?? "", workspace.people.contributor.token, workspace.slug);
  const jobs = `/workspaces/${workspace.slug}/jobs`;
  const command = ["sh", "-c", "echo up; exec sleep 600"];
  expect((await rest("POST", jobs, { name: "long", experimentId, command })).status).toBe(201);
  // The page is opened when its news are over: what comes while it is read has it drawn anew.
  const written = async () => JSON.stringify((await rest("GET", `${jobs}/1/log?after=0`)).answer);
  await expect.poll(written).toContain("up");
  const drawn: string[] = [];
  page.on("request", (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (searchParams.has("_rsc")) drawn.push(pathname);
  });
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/jobs/1`);
  await expect(page.getByRole("group", { name: "Log" })).toContainText("up");
  await expect(page.getByText("Running", { exact: true })).toBeVisible();

  let answer = () => {};
  const isAnswered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/jobs/log?**", async (route) => {
    await isAnswered;
    await route.continue();
  });
  drawn.length = 0;
  // The same news have it read the log and what the job uses.
  const heard = Promise.all([
    page.waitForRequest("**/jobs/log?**"),
    page.waitForRequest("**/jobs/usage?**"),
  ]);
  expect((await rest("POST", `${jobs}/1/cancel`)).status).toBe(200);
  await heard;
  expect(drawn, "before its log is read").toEqual([]);
  answer();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  expect([...new Set(drawn)]).toEqual([`/${workspace.slug}/jobs/1`]);
});

test("an admin adds a cluster, sees that it is away, bounds this machine, and sends it a test job", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings/compute`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add cluster" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("GPU cluster");
  await dialog.getByLabel("Address").fill("http://169.254.169.254");
  await dialog.getByRole("button", { name: "Add cluster" }).click();
  await expect(dialog.getByText(/not an address of the public Internet/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Address").fill("http://127.0.0.1:9");
  await dialog.getByRole("button", { name: "Add cluster" }).click();
  const cluster = page.getByRole("listitem").filter({ hasText: "GPU cluster" });
  await cluster.getByRole("button", { name: "Check" }).click();
  await expect(cluster.getByText(/the connection was refused/)).toBeVisible();
  await cluster.getByRole("switch").click();
  await expect(cluster.getByText("Switched off")).toBeVisible();

  const machine = page.getByRole("listitem").filter({ hasText: "This machine" });
  await machine.getByRole("button", { name: "Edit" }).click();
  await dialog.getByLabel(/^Of one person/).fill("1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(machine.getByText(/at most 1 for one person/)).toBeVisible();
  await machine.getByRole("button", { name: "Send a test job" }).click();
  await expect(machine.getByText("Succeeded")).toBeVisible();
  await expectAccessible(page);
  await machine.getByRole("link", { name: "Test job 1" }).click();
  await expect(page.getByRole("group", { name: "Log" })).toContainText("Slipway answers 200");
});

test("a viewer reads jobs, and neither launches nor cancels any", async ({
  page,
  api,
  signInAs,
  workspace,
  baseURL,
}) => {
  const experimentId = Number(await api.createExperiment("churn"));
  const answer = await fetch(`${baseURL}/api/slipway/v1/workspaces/${workspace.slug}/jobs`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${workspace.people.contributor.token}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({
      name: "by a program",
      experimentId,
      command: ["sh", "-c", "echo hello; exit 3"],
    }),
  });
  expect(answer.status).toBe(201);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/jobs`);
  await expect(page.getByRole("button", { name: "New job" })).toBeHidden();
  await page.getByRole("link", { name: "by a program" }).click();
  await expect(page.getByText("The command ended with exit code 3.")).toBeVisible();
  await expect(page.getByRole("group", { name: "Log" })).toContainText("hello");
  await expect(page.getByRole("button", { name: "Cancel job" })).toBeHidden();
  await expectAccessible(page);
});
