import type { Page } from "@playwright/test";
import { deployChurn } from "./fixtures/churn";
import { askCustomers, customer, uploadCustomers } from "./fixtures/customers";
import { openRest } from "./fixtures/rest";
import { expect, expectFineAtBothWidths, test } from "./fixtures/test";

/** Windows of an hour are judged every thirty seconds at most. */
const judged = { timeout: 120_000 };

const verdict = (page: Page) =>
  page.getByRole("region", { name: "Verdict" }).getByRole("heading", { level: 2 });

test("somebody watches a deployment in a few presses, sees what drifted come in, and looks into it by keyboard", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  test.slow();
  const { token } = workspace.people.contributor;
  const place = { url: baseURL ?? "", token, workspace: workspace.slug };
  await deployChurn(place);
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/experiments`);
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page.getByRole("heading", { name: "No monitors yet" })).toBeVisible();
  await expectFineAtBothWidths(page);

  await page.goto(`/${workspace.slug}/models/churn/1`);
  const served = page.getByRole("region", { name: "Served by" });
  await served.getByRole("button", { name: "Watch" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/None of the data that the served version/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Watch" })).toBeDisabled();
  await page.keyboard.press("Escape");

  await uploadCustomers(place);
  await page.goto(`/${workspace.slug}/deployments/churn`);
  await page.getByRole("button", { name: "Watch" }).click();
  await dialog.getByRole("combobox", { name: /^Reference/ }).click();
  await page.getByRole("option", { name: "customers, version 1" }).click();
  await expect(dialog.getByText(/Watches 7 columns/)).toBeVisible();
  await dialog.getByRole("combobox", { name: /^Window/ }).click();
  await page.getByRole("option", { name: "Hour" }).click();
  await dialog.getByLabel(/^Threshold/).fill("much");
  await dialog.getByRole("button", { name: "Watch" }).click();
  await expect(dialog.getByLabel(/^Threshold/)).toBeFocused();
  await expectFineAtBothWidths(page);
  await dialog.getByLabel(/^Threshold/).fill("0.1");
  await dialog.getByRole("button", { name: "Watch" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Drift of churn" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nothing has come yet" })).toBeVisible();
  await expectFineAtBothWidths(page);

  await askCustomers(place, (at) => ({ ...customer(at), monthly_charge: 200 + (at % 9) }));
  await expect(verdict(page), "live, without a press").toHaveText(
    "Stable: 1 of 7 columns drifted, most of all monthly_charge",
    judged,
  );
  const chosen = page.getByRole("region", { name: "Chosen column" });
  await expect(chosen.getByRole("heading", { name: "monthly_charge" })).toBeVisible();
  await expect(chosen.getByText("400 outside of the reference’s range")).toBeVisible(judged);
  await chosen.getByRole("button", { name: "How this score came about" }).click();
  await expect(page.getByText("customers, version 1").last()).toBeVisible();
  await page.keyboard.press("Escape");
  await expectFineAtBothWidths(page);

  const map = page.getByRole("group", { name: "Heat map" });
  const cells = map.getByRole("button");
  await expect(cells).toHaveCount(7);
  await expect(cells.first()).toHaveAccessibleName(/^monthly_charge, .* UTC: drifted: score 0\.8/);
  await cells.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(cells.nth(1)).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await expect(cells.last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]column=/);
  await expect(cells.last()).toHaveAttribute("aria-pressed", "true");
  await expect(chosen.getByRole("heading", { name: "monthly_charge" })).toBeHidden();
  await page.reload();
  await expect(cells.last(), "an address opens the same").toHaveAttribute("aria-pressed", "true");

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeHidden();
  await page.getByRole("button", { name: "Actions on this monitor" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await dialog.getByLabel("Name").fill("Charges");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Charges" })).toBeVisible();

  await page.goto(`/${workspace.slug}/deployments/churn`);
  const watching = page.getByRole("region", { name: "Monitors" });
  await expect(watching.getByText("1 of 7 columns drifted")).toBeVisible();
  await watching.getByRole("link", { name: "Charges" }).click();
  await page.getByRole("button", { name: "Actions on this monitor" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { name: "No monitors yet" })).toBeVisible();
});

test("a viewer reads what a monitor found and changes nothing", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  test.slow();
  const { token } = workspace.people.contributor;
  const place = { url: baseURL ?? "", token, workspace: workspace.slug };
  await deployChurn(place);
  await uploadCustomers(place);
  const rest = openRest(place.url, token, workspace.slug);
  const datasets = await rest("GET", `/workspaces/${workspace.slug}/datasets`);
  const found = datasets.answer.items.find(({ name }: { name: string }) => name === "customers");
  const made = await rest("POST", `/workspaces/${workspace.slug}/monitors`, {
    ...{ deployment: "churn", window: "hour", name: "Everything" },
    reference: { datasetId: found.id, version: 1 },
  });
  expect(made.status, JSON.stringify(made.answer)).toBe(201);
  await signInAs("viewer");
  // A machine that does much else draws anew a good while after the window has another width.
  await page.addInitScript(() => {
    window.ResizeObserver = class extends ResizeObserver {
      constructor(resized: ResizeObserverCallback) {
        super((...given) => setTimeout(() => resized(...given), 1_000));
      }
    };
  });
  await page.goto(`/${workspace.slug}/monitors`);
  const item = page.getByRole("listitem").filter({ hasText: "Everything" });
  await expect(item.getByText("Nothing has come yet")).toBeVisible();
  const far = { monthly_charge: 200, data_gb: 900, late_payments: 90, outages: 50 };
  await askCustomers(place, (at) => ({ ...customer(at), ...far }));
  await expect(item.getByText("Drifted", { exact: true }), "the list is live too").toBeVisible(
    judged,
  );
  await expect(item.getByText("4 of 7 columns drifted, 400 rows")).toBeVisible(judged);
  await expectFineAtBothWidths(page);
  await item.getByRole("link", { name: "Everything" }).click();
  await expect(verdict(page)).toHaveText(/^Drifted: 4 of 7 columns, most of all /);
  await expect(page.getByRole("button", { name: "Pause" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Actions on this monitor" })).toBeHidden();
  await expectFineAtBothWidths(page);
  await page.goto(`/${workspace.slug}/deployments/churn`);
  await expect(page.getByRole("button", { name: "Watch" })).toBeHidden();
});
