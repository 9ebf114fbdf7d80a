import { expect, expectAccessible, test } from "./fixtures/test";

/** Logs a loss that is least in the middle. */
const TRIAL = `cat >trial.mjs <<'END'
const { MLFLOW_TRACKING_URI: uri, MLFLOW_TRACKING_TOKEN: token, MLFLOW_RUN_ID: run_id } = process.env;
const headers = { Authorization: "Bearer " + token, "Content-Type": "application/json" };
const value = Math.abs(Number(process.argv[2]) - 6);
const body = JSON.stringify({ run_id, key: "loss", value, timestamp: Date.now(), step: 0 });
await fetch(uri + "/api/2.0/mlflow/runs/log-metric", { method: "POST", headers, body });
END
node trial.mjs {{ depth }}`;

test("values of a parameter are tried, the best is told, and their runs stand together in the table", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await api.createExperiment("churn");
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/sweeps`);
  await expect(page.getByRole("heading", { name: "No sweeps yet" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/${workspace.slug}/jobs`);
  await page.getByRole("button", { name: "New sweep" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("depths");
  await dialog.getByLabel("Command", { exact: true }).fill(TRIAL);
  await dialog.getByRole("combobox", { name: "Experiment" }).click();
  await page.getByRole("option", { name: "churn" }).click();
  await dialog.getByLabel(/^Parameters to try/).fill("depth = 4 .. 8");
  await dialog.getByRole("button", { name: "Launch" }).click();
  const refusal = dialog.getByText("A grid is made of lists of values.");
  await expect(refusal).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("combobox", { name: "Search" }).click();
  await page.getByRole("option", { name: "Random draws" }).click();
  await expect(refusal, "what a draw may be taken from is no mistake any more").toBeHidden();
  await dialog.getByRole("combobox", { name: "Search" }).click();
  await page.getByRole("option", { name: "Grid: each combination" }).click();
  await expect(refusal).toBeVisible();
  await dialog.getByLabel(/^Parameters to try/).fill("depth = 4, 6, 8");
  await expect(refusal).toBeHidden();
  await expect(dialog.getByText("That makes 3 trials.")).toBeVisible();
  await dialog.getByLabel(/^Metric/).fill("loss");
  await dialog.getByRole("button", { name: "Launch" }).click();

  await page.waitForURL(/\/sweeps\/1$/);
  await expect(page.getByText("Finished", { exact: true }).first()).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByRole("link", { name: /^0 by trial #2$/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^#2 Best 6/ })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Open runs" }).click();
  await expect(page.getByText("depths #2").first()).toBeVisible();
  await expect(page.getByText("depths #3").first()).toBeVisible();
  await expectAccessible(page);
});
