import { deployChurn } from "./fixtures/churn";
import { customer, manyCustomers, uploadCustomers } from "./fixtures/customers";
import { openRest } from "./fixtures/rest";
import { expect, expectFineAtBothWidths, test } from "./fixtures/test";

test("windows of rows are told of by minutes and get another number of rows", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  test.slow();
  const { token } = workspace.people.contributor;
  const place = { url: baseURL ?? "", token, workspace: workspace.slug };
  const rest = openRest(place.url, token, workspace.slug);
  await deployChurn(place);
  await uploadCustomers(place);
  const datasets = await rest("GET", `/workspaces/${workspace.slug}/datasets`);
  const found = datasets.answer.items.find(({ name }: { name: string }) => name === "customers");
  const made = await rest("POST", `/workspaces/${workspace.slug}/monitors`, {
    ...{ deployment: "churn", window: { rows: 200 } },
    reference: { datasetId: found.id, version: 1 },
  });
  expect(made.status, JSON.stringify(made.answer)).toBe(201);

  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/monitors/${made.answer.id}`);
  const alerts = page.getByRole("region", { name: "Alerts" });
  await alerts.getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Tell of" }).click();
  await page.getByRole("option", { name: /Silence|Nothing/ }).click();
  await expect(dialog.getByLabel(/^Windows in a row/)).toBeHidden();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText(/after how many minutes/)).toBeVisible();
  await dialog.getByLabel(/^Minutes without a row/).fill("90");
  await expectFineAtBothWidths(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(alerts.getByText(/90 minutes in which nothing came/)).toBeVisible();

  const definition = page.getByRole("region", { name: "Definition" });
  await definition.getByRole("link", { name: "Change" }).click();
  await page.getByLabel(/^Rows a window has/).fill("500");
  await page.getByRole("button", { name: "Try on the newest windows" }).click();
  const changes = page.getByRole("region", { name: "What would change" });
  await expect(changes.getByText(/500 rows, in the order they come/)).toBeVisible();
  await expectFineAtBothWidths(page);
  await changes.getByRole("button", { name: "Save definition" }).click();
  await expect(definition.getByText(/500 rows, in the order they come/)).toBeVisible();
});

test("versions of a dataset are named by their number, and lead to the version", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  const { token } = workspace.people.contributor;
  const place = { url: baseURL ?? "", token, workspace: workspace.slug };
  const rest = openRest(place.url, token, workspace.slug);
  await uploadCustomers(place);
  const datasets = await rest("GET", `/workspaces/${workspace.slug}/datasets`);
  const found = datasets.answer.items.find(({ name }: { name: string }) => name === "customers");
  const made = await rest(
    "POST",
    `/workspaces/${workspace.slug}/datasets/${found.id}/monitors`,
    {},
  );
  expect(made.status, JSON.stringify(made.answer)).toBe(201);
  const shifted = (at: number) => ({ ...customer(at), monthly_charge: 200 + (at % 50) });
  await uploadCustomers(place, manyCustomers(shifted));

  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/monitors/${made.answer.id}`);
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict.getByText(/v2/)).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole("columnheader", { name: /^v2, / })).toBeVisible();
  await expectFineAtBothWidths(page);
  const cell = page.getByRole("region", { name: "Chosen column" });
  await cell.getByRole("link", { name: "Compare" }).click();
  await expect(page).toHaveURL(/after=version(?::|%3A)2/);
  await expectFineAtBothWidths(page);
  await page.getByRole("region", { name: "Verdict" }).getByRole("link", { name: "v2" }).click();
  await expect(page).toHaveURL(/\/datasets\/\d+\?.*version=2/);
});
