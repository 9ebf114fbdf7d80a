import { deployChurn } from "./fixtures/churn";
import { expect, expectFineAtBothWidths, test } from "./fixtures/test";

const ROWS = 100;
const customer = (at: number) => ({
  support_calls: at % 4,
  is_monthly_contract: at % 2,
  tenure_months: at % 72,
  monthly_charge: 40 + (at % 50),
  late_payments: at % 3,
  data_gb: 10 + (at % 30),
  outages: at % 2,
});
const customers = Array.from({ length: ROWS }, (_row, at) => customer(at));

/** Windows are looked at every minute. */
const judged = { timeout: 150_000 };

test("somebody sees that answers of a deployment wait for labels, posts them, looks at what is behind the figure, and judges by another metric", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  test.slow();
  const { token } = workspace.people.contributor;
  const url = baseURL ?? "";
  const { slug } = workspace;
  const rest = await deployChurn({ url, token, workspace: slug });
  const lines = customers.map((row, at) => [...Object.values(row), at % 2].join(","));
  const uploaded = await fetch(
    `${url}/api/slipway/v1/workspaces/${slug}/datasets/upload?name=customers&fileName=customers.csv`,
    {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/octet-stream" },
      body: [[...Object.keys(customer(0)), "left"].join(","), ...lines, ""].join("\n"),
    },
  );
  expect(uploaded.ok, await uploaded.text()).toBe(true);
  const datasets = await rest("GET", `/workspaces/${slug}/datasets`);
  const datasetId = datasets.answer.items.find(
    ({ name }: { name: string }) => name === "customers",
  ).id;
  const made = await rest("POST", `/workspaces/${slug}/monitors`, {
    ...{ deployment: "churn", window: "hour", reference: { datasetId, version: 1 } },
  });
  expect(made.status, JSON.stringify(made.answer)).toBe(201);
  await signInAs("contributor");
  await page.goto(`/${slug}/monitors/${made.answer.id}`);
  await page.getByRole("link", { name: "Performance" }).click();
  await expect(page.getByRole("heading", { name: "No labels have come yet" })).toBeVisible();
  await expectFineAtBothWidths(page);

  const answered = await fetch(`${url}/serve/churn/invocations`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ dataframe_records: customers }),
  });
  const predictionId = answered.headers.get("x-prediction-id");
  const { predictions } = await answered.json();
  // A fifth of the labels says something else than the answers.
  const labels = predictions.map(({ label }: { label: number }, row: number) => ({
    ...{ predictionId, row, value: row % 5 === 0 ? 1 - label : label },
  }));
  const posted = await rest("POST", `/workspaces/${slug}/deployments/churn/labels`, labels);
  expect(posted.status, JSON.stringify(posted.answer)).toBe(200);
  const verdict = page.getByRole("region", { name: "Verdict" }).getByRole("heading", { level: 2 });
  await expect(verdict, "live, without a press").toHaveText(
    "Waiting for labels: 100 of 100 rows have labels so far",
    judged,
  );
  const window = page.getByRole("region", { name: "Window", exact: true });
  await expect(window.getByRole("row", { name: /^Accuracy 80\.0 %/ })).toBeVisible();
  await expect(window.getByRole("region", { name: "Confusion matrix" })).toBeVisible();
  await expect(window.getByRole("region", { name: "Calibration" })).toBeVisible();
  await expectFineAtBothWidths(page);

  await page.getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: /^Metric/ }).click();
  await page.getByRole("option", { name: "Recall" }).click();
  await dialog.getByLabel(/^Least labelled rows/).fill("few");
  await dialog.getByRole("checkbox", { name: "outages" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel(/^Least labelled rows/)).toBeFocused();
  await expectFineAtBothWidths(page);
  await dialog.getByLabel(/^Least labelled rows/).fill("50");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(window.getByRole("region", { name: "Groups" })).toBeVisible(judged);
  await expect(
    page.getByRole("region", { name: "Definition" }).getByText("Version 2"),
  ).toBeVisible();

  await page.getByRole("button", { name: "End", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End" }).click();
  await expect(page.getByRole("heading", { name: "Performance is not judged" })).toBeVisible();
  await expectFineAtBothWidths(page);
});
