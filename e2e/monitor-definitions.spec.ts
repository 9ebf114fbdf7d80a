import { deployChurn } from "./fixtures/churn";
import { customer, manyCustomers, uploadCustomers } from "./fixtures/customers";
import { openRest } from "./fixtures/rest";
import { expect, expectFineAtBothWidths, test } from "./fixtures/test";

const ROWS = 100;

test("somebody tries another definition on the newest windows, keeps it, and finds what it changed", async ({
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
    ...{ deployment: "churn", window: "hour", minRows: 50 },
    reference: { datasetId: found.id, version: 1 },
  });
  expect(made.status, JSON.stringify(made.answer)).toBe(201);
  const { id } = made.answer;
  const answer = await fetch(`${place.url}/serve/churn/invocations`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      dataframe_records: manyCustomers(
        (at) => ({ ...customer(at), monthly_charge: at % 2 === 0 ? null : 200 + (at % 9) }),
        ROWS,
      ),
    }),
  });
  expect(answer.status, await answer.text()).toBe(200);

  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/monitors/${id}`);
  const quality = page.getByRole("region", { name: "Quality" });
  await expect(quality.getByText(/50\.0\s% missing, at most 2\.0\s%/)).toBeVisible({
    timeout: 120_000,
  });
  await expectFineAtBothWidths(page);
  await page.getByRole("link", { name: "Change" }).click();
  const columns = page.getByRole("region", { name: "Columns", exact: true });
  await expect(columns.getByText("7 of 7 are watched.")).toBeVisible();
  await columns.getByRole("checkbox", { name: "Choose monthly_charge" }).focus();
  await page.keyboard.press("Space");
  await columns.getByRole("checkbox", { name: "Choose tenure_months" }).click();
  await columns.getByRole("button", { name: "Change 2 columns" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Method" }).click();
  await page.getByRole("option", { name: "Wasserstein distance in σ" }).click();
  await dialog.getByRole("combobox", { name: "Drifted" }).click();
  await page.getByRole("option", { name: "One false alarm in so many windows" }).click();
  await expectFineAtBothWidths(page);
  await dialog.getByRole("button", { name: "Apply" }).click();
  await columns.getByRole("button", { name: "outages" }).click();
  await dialog.getByRole("combobox", { name: "Watched" }).click();
  await page.getByRole("option", { name: "Left out" }).click();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(columns.getByText("6 of 7 are watched.")).toBeVisible();

  await page.getByLabel(/^Drifted from/).fill("10");
  await page.getByRole("button", { name: "Try on the newest windows" }).click();
  const changes = page.getByRole("region", { name: "What would change" });
  await expect(changes.getByText(/monthly_charge, method/)).toBeVisible();
  await expect(changes.getByText(/outages, column/)).toBeVisible();
  await expect(
    changes.getByRole("row", { name: /Stable .* Drifted .* monthly_charge/ }),
  ).toBeVisible();
  await expectFineAtBothWidths(page);
  await changes.getByRole("button", { name: "Save definition" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Drift of churn" })).toBeVisible();
  const definition = page.getByRole("region", { name: "Definition" });
  await expect(definition.getByText("Version 2")).toBeVisible();

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/monitors/${id}`);
  await page.getByRole("link", { name: "History" }).click();
  const history = page.getByRole("list", { name: "Definitions" });
  await expect(history.getByRole("heading")).toHaveText(["Version 2", "Version 1"]);
  await expect(page.getByRole("button", { name: "Save definition" })).toBeHidden();
  await expectFineAtBothWidths(page);
});
