import { table } from "./fixtures/runs-table";
import { expect, test } from "./fixtures/test";

test("a run that is going on moves while somebody looks at it, and without the stream too", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  const run = await api.createRun(await api.createExperiment("live"), {
    name: "going on",
    metrics: { loss: 0.875 },
    status: "RUNNING",
  });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/runs/${run}`);
  await expect(page.getByText("Running", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(page.getByText("0.875").first()).toBeVisible();
  await api.logMetric(run, "loss", [0.875, 0.25]);
  await expect(page.getByText("0.25", { exact: true }).first()).toBeVisible();

  await page.route("**/events*", (route) => route.abort());
  await page.reload();
  await expect(page.getByText("Polling", { exact: true })).toBeVisible({ timeout: 60_000 });
  await api.call("POST", "runs/update", { run_id: run, status: "FINISHED", end_time: Date.now() });
  await expect(page.getByText("Finished", { exact: true }).first()).toBeVisible({
    timeout: 90_000,
  });
});

test("a page that is out of sight leaves its connection to others, and shows what it missed when it is back", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const run = await api.createRun(await api.createExperiment("unseen"), {
    name: "unseen",
    metrics: { loss: 0.875 },
    status: "RUNNING",
  });
  await signInAs("viewer");
  await page.clock.install();
  await page.addInitScript(() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
  });
  const turn = (isHidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { configurable: true, value });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isHidden);
  const letGo = () =>
    page.waitForEvent("requestfailed", (request) => request.url().includes("/events?"));
  const live = page.getByText("Live", { exact: true });

  // As a link that is opened in a tab beside this one.
  await page.goto(`/${workspace.slug}/runs/${run}`);
  await expect(live).toBeVisible();
  const isGiven = letGo();
  await page.clock.fastForward(20_000);
  await isGiven;
  await api.logMetric(run, "loss", [0.875, 0.25]);
  await turn(false);
  await expect(live).toBeVisible();
  await expect(page.getByText("0.25", { exact: true }).first()).toBeVisible();

  const isGivenAgain = letGo();
  await turn(true);
  await page.clock.fastForward(20_000);
  await isGivenAgain;
  // Only a moment out of sight, and it goes on listening.
  await turn(false);
  await expect(live).toBeVisible();
  await turn(true);
  await page.clock.fastForward(1_000);
  await turn(false);
  await page.clock.fastForward(20_000);
  await expect(live).toBeVisible();
  await api.logMetric(run, "loss", [0.875, 0.25, 0.125]);
  await expect(page.getByText("0.125", { exact: true }).first()).toBeVisible();
});

test("what changes before a page stands on the screen is seen there, and so is what changed before somebody goes back", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const experiment = await api.createExperiment("churn");
  const making = { metrics: { loss: 0.875 }, status: "RUNNING" } as const;
  const coming = await api.createRun(experiment, { name: "coming", ...making });
  const left = await api.createRun(experiment, { name: "left", ...making });
  const { grid } = table(page);
  /** When the page on screen has heard of it. */
  const end = async (run: string, loss: number) => {
    await api.call("POST", "runs/update", { run_id: run, status: "FINISHED" });
    await api.logMetric(run, "loss", [0.875, loss]);
    await expect(grid.getByText(String(loss))).toBeVisible();
  };
  const running = page.getByText("Running", { exact: true }).first();
  const finished = page.getByText("Finished", { exact: true }).first();

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments/${experiment}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  let arrive = () => {};
  const isOnItsWay = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let isRead = () => {};
  const hasBeenRead = new Promise<void>((resolve) => {
    isRead = resolve;
  });
  await page.route(`**/runs/${coming}?_rsc=*`, async (route) => {
    if (route.request().headers()["next-router-prefetch"]) return route.continue();
    const response = await route.fetch();
    isRead();
    await isOnItsWay;
    await route.fulfill({ response });
  });
  await grid.getByRole("link", { name: "coming" }).click();
  await hasBeenRead;
  await end(coming, 0.25);
  arrive();
  await page.waitForURL(`**/runs/${coming}`);
  await expect(finished).toBeVisible();

  await page.goto(`/${workspace.slug}/runs/${left}`);
  await expect(running).toBeVisible();
  await page.getByRole("link", { name: "churn", exact: true }).first().click();
  await expect(grid.getByText("0.25")).toBeVisible();
  await end(left, 0.125);
  await page.goBack();
  await page.waitForURL(`**/runs/${left}`);
  await expect(finished).toBeVisible();
});
