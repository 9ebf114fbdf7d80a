import { deployChurn } from "./fixtures/churn";
import { expect, expectAccessible, test } from "./fixtures/test";

const CUSTOMERS = [
  { support_calls: 6, is_monthly_contract: 1, tenure_months: 2 },
  { support_calls: 0, is_monthly_contract: 0, tenure_months: 80 },
  { support_calls: 5, is_monthly_contract: 1, tenure_months: 4 },
];
const ORDINARY = { monthly_charge: 60, late_payments: 1, data_gb: 20, outages: 2 };

test("predictions of a deployed model are found, opened, judged by labels that came later, and erased", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  const url = baseURL ?? "";
  const { token } = workspace.people.contributor;
  const rest = await deployChurn({ url, token, workspace: workspace.slug });
  const path = `/workspaces/${workspace.slug}/deployments`;
  await signInAs("approver");
  const home = `/${workspace.slug}/deployments/churn/predictions`;
  await page.goto(home);
  await expect(page.getByRole("heading", { name: "No predictions yet" })).toBeVisible();
  await expectAccessible(page);

  const ids: string[] = [];
  for (const customer of CUSTOMERS) {
    const answer = await fetch(`${url}/serve/churn/invocations`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ dataframe_records: [{ ...ORDINARY, ...customer }] }),
    });
    expect(answer.status).toBe(200);
    ids.push(answer.headers.get("x-prediction-id") ?? "");
  }
  await rest("POST", `${path}/churn/labels`, {
    labels: [
      { predictionId: ids[0], value: 1 },
      { predictionId: ids[1], value: 1 },
    ],
  });
  const items = page.getByLabel("Predictions", { exact: true }).getByRole("listitem");
  await expect
    .poll(async () => {
      await page.goto(home);
      return items.count();
    })
    .toBe(3);
  await expect(items.filter({ hasText: "truth unknown" })).toHaveCount(1);
  await expect(page.getByRole("group", { name: "Quality by revision" })).toContainText(/50\.0\s%/);

  await page.getByRole("combobox", { name: "Truth" }).click();
  await page.getByRole("option", { name: "Truth known" }).click();
  await expect(items).toHaveCount(2);
  await items.last().getByRole("link").click();
  await expect(page.getByText('"support_calls": 6')).toBeVisible();
  await expect(page.getByText(ids[0] ?? "")).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("churn-predictions.jsonl");

  await page.getByRole("button", { name: "Log settings" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Days that they are kept/).fill("0");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.locator("[aria-invalid=true]")).toHaveCount(1);
  await dialog.getByLabel(/^Days that they are kept/).fill("7");
  await dialog.getByLabel(/^Masked columns/).fill("late_payments");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  expect((await rest("GET", `${path}/churn/prediction-log`)).answer).toMatchObject({
    maskedColumns: ["late_payments"],
    retentionDays: 7,
  });

  await page.getByRole("button", { name: "Erase by key" }).click();
  await dialog.getByLabel(/^Business key/).fill("nobody");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByText("Erased 0 predictions and 0 labels")).toBeVisible();
});
