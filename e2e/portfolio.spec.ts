import { readFile } from "node:fs/promises";
import { bringToProduction } from "./fixtures/production";
import { registerModel } from "./fixtures/registry";
import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, expectFineAtBothWidths, test } from "./fixtures/test";

/** The worker looks for incidents every ten seconds; a busy machine takes longer. */
const LOOKED = { timeout: 60_000 };

test("a manager reads what is in production, narrows it, takes it away, and sees what happens to it", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  const url = baseURL ?? "";
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await expect(page.getByRole("heading", { name: "Nothing is in production yet" })).toBeVisible();
  await expectFineAtBothWidths(page);

  await registerModel(api, "churn", [0.8]);
  await registerModel(api, "fraud", [0.9]);
  await bringToProduction(url, workspace, { name: "churn-api", model: "churn" });
  await bringToProduction(url, workspace, { name: "fraud-api", model: "fraud" });
  const churn = page.getByRole("listitem").filter({ hasText: "churn-api" });
  const fraud = page.getByRole("listitem").filter({ hasText: "fraud-api" });
  await expect(churn, "it comes by itself").toBeVisible();
  for (const words of [
    ...["Contributor of the journey", "Medium", "0/day", "No target set", "Not watched"],
    ...["None open", "by Approver of the journey"],
  ])
    await expect(churn).toContainText(words);
  const sums = page.getByRole("region", { name: "Summary" });
  await expect(sums).toContainText("in 2 deployments");
  await expectFineAtBothWidths(page);

  await page.keyboard.press("j");
  await expect(churn.getByRole("link", { name: "churn-api" })).toBeFocused();
  await page.keyboard.press("/");
  await page.keyboard.type("fraud");
  await expect(churn).toBeHidden();
  await expect(fraud).toBeVisible();
  await expect(sums, "of everything, whatever the filter").toContainText("in 2 deployments");
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: /Download/ }).click();
  const file = await readFile(await (await coming).path(), "utf8");
  expect(file.trim().split("\r\n")).toHaveLength(2);
  expect(file).toContain("\r\nfraud-api,production,fraud,1,");
  await page.getByRole("searchbox").fill("no such");
  await page.getByRole("button", { name: "Show all of production" }).click();
  await expect(churn).toBeVisible();

  const rest = openRest(url, workspace.people.admin.token, workspace.slug);
  const deployment = `/workspaces/${workspace.slug}/deployments/fraud-api`;
  const back = { revision: 1, reason: "it answers nonsense" };
  expect((await rest("POST", `${deployment}/rollback`, back)).status).toBeLessThan(300);
  await expect(fraud.getByRole("link", { name: /Warning/ })).toBeVisible(LOOKED);
  await expect(sums.getByText("none is critical")).toBeVisible();
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await fraud.getByRole("link", { name: /Warning/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /fraud-api/ })).toBeVisible();
});
