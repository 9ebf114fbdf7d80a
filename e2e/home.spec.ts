import { bringToProduction } from "./fixtures/production";
import { registerModel } from "./fixtures/registry";
import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, expectFineAtBothWidths, test } from "./fixtures/test";

test("home begins with what each role comes for, and remembers what is closed", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}`);
  const headings = page.getByRole("main").getByRole("heading", { level: 2 });
  await expect(headings.first()).toContainText("Your runs");
  await expect(page.getByText("No run of yours in the last month.")).toBeVisible();
  await expect(page.getByText("Nothing waits for you.")).toBeVisible();
  await expectFineAtBothWidths(page);

  const url = baseURL ?? "";
  await registerModel(api, "churn", [0.8, 0.81, 0.82, 0.83, 0.84, 0.85]);
  await bringToProduction(url, workspace, { name: "churn-api", model: "churn" });
  const target = { kind: "alias", value: "champion" };
  const rest = openRest(url, workspace.people.contributor.token, workspace.slug);
  const asked = await rest("POST", "/approval-requests", { model: "churn", version: 2, target });
  expect(asked.status).toBeLessThan(300);

  const runs = page.getByRole("list", { name: "Your runs" }).getByRole("listitem");
  await expect(runs.first(), "it comes by itself").toContainText("auc 0.85");
  await expect(runs).toHaveCount(5);
  await page.getByRole("button", { name: "Show more" }).first().click();
  await expect(runs).toHaveCount(6);
  const models = page.getByRole("region", { name: "Your models in production" });
  await expect(models.getByRole("link", { name: "churn-api" })).toBeVisible();
  const versions = page.getByRole("list", { name: "New versions" });
  await expect(versions).toContainText("the newest of 6 versions");
  await page.keyboard.press("j");
  await expect(runs.first().getByRole("link")).toBeFocused();
  await expectFineAtBothWidths(page);

  await page.getByRole("button", { name: /^Your runs/ }).click();
  await expect(runs).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: /^Your runs/ })).toHaveAttribute(
    "aria-expanded",
    "false",
  );
  await expect(runs).toHaveCount(0);

  await signInAs("approver");
  await page.goto(`/${workspace.slug}/models`);
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(headings.first()).toContainText("Needs you");
  const needs = page.getByRole("list", { name: "Needs you" });
  await expect(needs).toContainText("churn version 2 to @champion");
  const decisions = page.getByRole("list", { name: "Your decisions" });
  await expect(decisions).toContainText("churn version 1 to production");
  await expect(decisions).toContainText("now: applied");
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await needs.getByRole("link").click();
  await expect(page).toHaveURL(/\/approvals\/2/);

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}`);
  await expect(headings.first()).toContainText("Production");
  await expect(page.getByText("in 1 deployment")).toBeVisible();
  await page.getByRole("link", { name: "Portfolio" }).last().click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/portfolio$`));
});
