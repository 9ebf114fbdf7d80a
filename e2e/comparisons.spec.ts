import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { deployChurn } from "./fixtures/churn";
import { askCustomers, customer, uploadCustomers } from "./fixtures/customers";
import { expect, expectFineAtBothWidths, test } from "./fixtures/test";

/** Windows of an hour are judged every thirty seconds at most. */
const judged = { timeout: 120_000 };

/** The path of what the browser saves when something is pressed. */
async function saved(
  page: Page,
  press: () => Promise<void>,
): Promise<{ path: string; name: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { path: await download.path(), name: download.suggestedFilename() };
}

test("a window is laid beside the reference, computed from its rows, handed on and taken away", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  test.slow();
  const { token } = workspace.people.contributor;
  const place = { url: baseURL ?? "", token, workspace: workspace.slug };
  const rest = await deployChurn(place);
  await uploadCustomers(place);
  const datasets = await rest("GET", `/workspaces/${workspace.slug}/datasets`);
  const { id: datasetId } = datasets.answer.items.find(
    ({ name }: { name: string }) => name === "customers",
  );
  const made = await rest("POST", `/workspaces/${workspace.slug}/monitors`, {
    ...{ deployment: "churn", window: "hour", reference: { datasetId, version: 1 } },
  });
  expect(made.status, JSON.stringify(made.answer)).toBe(201);
  await askCustomers(place, (at) => ({ ...customer(at), monthly_charge: 200 + (at % 9) }));

  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/monitors/${made.answer.id}`);
  const chosen = page.getByRole("region", { name: "Chosen column" });
  await expect(chosen.getByRole("heading", { name: "monthly_charge" })).toBeVisible(judged);
  await chosen.getByRole("link", { name: "Compare" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Comparison" })).toBeVisible();
  const verdict = page.getByRole("region", { name: "Verdict" });
  await expect(verdict.getByRole("heading")).toHaveText(
    /1 of 7 columns drifted, most of all monthly_charge/,
  );
  await expect(verdict).toContainText("400 rows");
  await expectFineAtBothWidths(page);

  const exactly = page.getByRole("region", { name: "Exactly" });
  await exactly.getByRole("button", { name: "Compute exactly" }).click();
  const ks = exactly.getByRole("row", { name: /^ks\/asymptotic/ });
  await expect(ks.getByRole("cell").first(), "no value lies in both").toHaveText("1");
  await expect(
    exactly.getByText(/400 of 400 rows with a value.*400 of 400 rows with a value/),
  ).toBeVisible();
  const rows = page.getByRole("region", { name: "Rows" });
  await rows.getByRole("combobox", { name: "Which rows" }).click();
  await page.getByRole("option", { name: "In outlying bins, newest first" }).click();
  await expect(rows.getByRole("row").nth(1)).toContainText(/20\d/);
  await expectFineAtBothWidths(page);
  const shared = page.url();

  await page.getByRole("button", { name: "Export" }).click();
  const csv = await saved(page, () =>
    page.getByRole("menuitem", { name: "Findings (CSV)" }).click(),
  );
  const lines = (await readFile(csv.path, "utf8")).trim().split("\n");
  expect(lines.filter((line) => line.startsWith("monthly_charge,"))).toHaveLength(1);
  await page.getByRole("button", { name: "Export" }).click();
  const report = page.getByRole("menuitem", { name: "Report to print (HTML)" });
  const html = await page.request.get(String(await report.getAttribute("href")));
  expect(html.headers()["content-type"]).toContain("text/html");
  expect(await html.text()).toContain("monthly_charge");
  const picture = await saved(page, () =>
    page.getByRole("menuitem", { name: "Picture of monthly_charge (PNG)" }).click(),
  );
  expect(picture.name).toMatch(/monthly_charge\.png$/);
  expect((await readFile(picture.path)).subarray(1, 4).toString("latin1")).toBe("PNG");

  await page.getByRole("button", { name: "Exchange the sides" }).click();
  await expect(page).toHaveURL(/[?&]after=reference/);
  await expect(page.getByRole("combobox", { name: /^Second side/ })).toHaveText(/Reference/);

  await signInAs("viewer");
  await page.goto(shared);
  await expect(verdict.getByRole("heading")).toHaveText(/1 of 7 columns drifted/);
  await expect(ks.getByRole("cell").first(), "an address opens the same").toHaveText("1");
  await expect(rows.getByRole("row").nth(1)).toContainText(/20\d/);
});
