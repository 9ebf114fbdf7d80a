import { expect, expectAccessible, test } from "./fixtures/test";

test("an experiment is created, renamed, deleted, brought back and restored", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/experiments`);
  const grid = page.getByRole("grid", { name: "Experiments" });
  await expect(grid.getByRole("link", { name: "Default" })).toBeVisible();

  await page.getByRole("button", { name: "New experiment" }).click();
  const creating = page.getByRole("dialog", { name: "New experiment" });
  await creating.getByRole("button", { name: "Create" }).click();
  await expect(creating.getByText("Give the experiment a name.")).toBeVisible();
  await creating.getByLabel("Name").fill("Default");
  await creating.getByRole("button", { name: "Create" }).click();
  await expect(creating.getByText("An experiment of this name exists")).toBeVisible();
  await creating.getByLabel("Name").fill("churn");
  await creating.getByLabel("Notes").fill("Who **leaves**.");
  await creating.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "churn" })).toBeVisible();
  await expect(page.getByText("No runs yet")).toBeVisible();
  await expect(page.getByText("MLFLOW_TRACKING_URI")).toBeVisible();

  await page.goto(`/${workspace.slug}/experiments`);
  const row = grid.getByRole("row").filter({ hasText: "churn" });
  await row.getByRole("gridcell").filter({ hasText: "ago" }).first().hover();
  await page.getByRole("button", { name: "Cell actions" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  const renaming = page.getByRole("dialog", { name: "Rename experiment" });
  await renaming.getByLabel("Name").fill("churn, monthly");
  await renaming.getByRole("button", { name: "Rename" }).click();
  await expect(grid.getByRole("link", { name: "churn, monthly" })).toBeVisible();

  await page.getByRole("checkbox", { name: "Select churn, monthly" }).check();
  const bar = page.getByRole("region", { name: "Selected experiments" });
  await expect(bar).toContainText("1 experiment selected");
  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(grid.getByRole("link", { name: "churn, monthly" })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(grid.getByRole("link", { name: "churn, monthly" })).toBeVisible();

  await page.getByRole("checkbox", { name: "Select churn, monthly" }).check();
  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(grid.getByRole("link", { name: "churn, monthly" })).toBeHidden();
  await page.getByRole("radio", { name: "Deleted" }).click();
  await page.getByRole("checkbox", { name: "Select churn, monthly" }).check();
  await bar.getByRole("button", { name: "Restore" }).click();
  await page.getByRole("radio", { name: "Active" }).click();
  await expect(grid.getByRole("link", { name: "churn, monthly" })).toBeVisible();
});

test("the list is searched, sorted and shared by its address", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const prices = await api.createExperiment("diamond prices");
  await api.createExperiment("flight delays");
  await api.createRun(prices, { metrics: { loss: 1 } });
  await api.createRun(prices, { status: "RUNNING" });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  const grid = page.getByRole("grid", { name: "Experiments" });
  const names = () => grid.getByRole("link").allTextContents();

  await expect(grid.getByRole("link").first()).toHaveText("diamond prices");
  const row = grid.getByRole("row").filter({ hasText: "diamond prices" });
  await expect(row.getByRole("gridcell").nth(1)).toHaveText("2");
  await expect(row.getByRole("gridcell").nth(2)).toHaveText("1");

  await grid.getByRole("columnheader", { name: "Name" }).getByRole("button").first().click();
  await expect.poll(names).toEqual(["Default", "diamond prices", "flight delays"]);
  await expect(page).toHaveURL(/sort=name/);
  await page.keyboard.press("/");
  await page.getByRole("searchbox", { name: "Search experiments" }).fill("DELAY flight");
  await expect.poll(names).toEqual(["flight delays"]);
  await expect(page).toHaveURL(/q=DELAY/);
  await page.reload();
  await expect.poll(names).toEqual(["flight delays"]);
  await page.getByRole("searchbox", { name: "Search experiments" }).fill("nothing like it");
  await expect(page.getByText("No experiment matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect.poll(names).toHaveLength(3);
  await expect(page.getByRole("button", { name: "New experiment" })).toBeHidden();
  await expectAccessible(page);
});

test("a fresh workspace says how to begin, and the list is usable on a phone", async ({
  page,
  signInAs,
  workspace,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/experiments`);
  await expect(page.getByRole("region", { name: "Connect your code" })).toContainText(
    "MLFLOW_TRACKING_TOKEN",
  );
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "the page itself does not scroll sideways").toBeLessThanOrEqual(390);
  await expectAccessible(page);
});

test("an experiment is tagged on its page, found by the tag, and untagged with a way back", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const id = await api.createExperiment("churn");
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/experiments/${id}`);
  await page.getByRole("button", { name: "Tags" }).click();
  await page.getByRole("button", { name: "Add tag" }).click();
  const form = page.getByRole("dialog", { name: "Add tag" });
  await form.getByRole("textbox", { name: "Name" }).fill("mlflow.note.content");
  await form.getByRole("button", { name: "Add tag" }).click();
  await expect(form.getByText("MLflow's own")).toBeVisible();
  await form.getByRole("textbox", { name: "Name" }).fill("team");
  await form.getByRole("textbox", { name: "Value" }).fill("pricing");
  await form.getByRole("button", { name: "Add tag" }).click();
  await expect(form).toBeHidden();
  await expectAccessible(page);
  const stored = async () => {
    const { experiment } = await api.call<{ experiment: { tags?: object[] } }>(
      "GET",
      `experiments/get?experiment_id=${id}`,
    );
    return experiment.tags ?? [];
  };
  expect(await stored()).toContainEqual({ key: "team", value: "pricing" });

  await page.getByRole("button", { name: "Remove tag team" }).click();
  await expect.poll(stored).toEqual([]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(stored).toContainEqual({ key: "team", value: "pricing" });
  await page.goto(`/${workspace.slug}/experiments`);
  await expect(page.getByRole("row", { name: /churn/ })).toContainText("pricing");
});
