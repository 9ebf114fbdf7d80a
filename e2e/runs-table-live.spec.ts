import { header, logTwelve, table } from "./fixtures/runs-table";
import { expect, expectAccessible, test } from "./fixtures/test";

test("nested runs open in place, and a filter lists them all", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const experiment = await api.createExperiment("churn");
  const parent = await api.createRun(experiment, { name: "sweep" });
  for (const name of ["trial-1", "trial-2"])
    await api.createRun(experiment, { name, tags: { "mlflow.parentRunId": parent } });
  await api.createRun(experiment, { name: "alone" });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments/${experiment}`);
  const { grid, names, status } = table(page);
  await expect.poll(names).toEqual(["alone", "sweep"]);
  await expect(status).toHaveText("4 of 4 runs listed");
  await grid.getByRole("button", { name: "2 nested runs" }).click();
  await expect.poll(names).toEqual(["alone", "sweep", "trial-2", "trial-1"]);
  await expect(grid.getByRole("row").filter({ hasText: "trial-1" })).toHaveAttribute(
    "aria-level",
    "2",
  );
  await page.goto(
    `/${workspace.slug}/experiments/${experiment}?q=${encodeURIComponent("run_name LIKE 'trial%'")}`,
  );
  await expect.poll(names).toEqual(["trial-2", "trial-1"]);
});

test("a running training is seen to move, and new runs wait to be asked for", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const experiment = await api.createExperiment("churn");
  const run = await api.createRun(experiment, {
    name: "live",
    metrics: { loss: 0.9 },
    status: "RUNNING",
  });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments/${experiment}`);
  const { grid, names } = table(page);
  await expect(grid.getByText("0.9", { exact: true })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await api.logMetric(run, "loss", [0.9, 0.125]);
  await expect(grid.getByText("0.125")).toBeVisible();
  await api.createRun(experiment, { name: "newcomer" });
  const button = page.getByRole("button", { name: "1 new run" });
  await expect(button).toBeVisible();
  expect(await names(), "rows stay where they are").toEqual(["live"]);
  await button.click();
  await expect.poll(names).toEqual(["newcomer", "live"]);
});

test("the table is usable on a phone", async ({ page, signInAs, workspace, api }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const experiment = await logTwelve(api);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments/${experiment}`);
  const { grid } = table(page);
  await expect(grid.getByRole("link", { name: "run-11" })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "the page itself does not scroll sideways").toBeLessThanOrEqual(390);
  await grid.getByRole("gridcell").nth(4).hover();
  await page.mouse.wheel(600, 0);
  await expect(header(grid, /optimizer/)).toBeInViewport();
  await expect(grid.getByRole("link", { name: "run-11" }), "the name stays").toBeInViewport();
  await expectAccessible(page);
});

test("a broken filter in an old link opens the table and says what is wrong", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const experiment = await logTwelve(api);
  await signInAs("viewer");
  await page.goto(
    `/${workspace.slug}/experiments/${experiment}?q=metrics.loss+%3C&cols=m:gone,zzz`,
  );
  await expect(page.getByText("This filter cannot be read")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filter" }).last().click();
  await expect.poll(table(page).names).toHaveLength(12);
});
