import type { Page } from "@playwright/test";
import { registerModel } from "./fixtures/registry";
import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, test } from "./fixtures/test";

const choose = async (page: Page, name: string | RegExp, option: string) => {
  await page.getByRole("combobox", { name }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
};

test("a version is deployed, shares its traffic with the next one, and is rolled back to", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "churn", [0.8, 0.9]);
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/deployments`);
  await expect(page.getByRole("heading", { name: "No deployments yet" })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/${workspace.slug}/models/churn/1`);
  await page.getByRole("button", { name: "Deploy" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Churn API");
  await dialog.getByLabel(/^Rows in a batch/).fill("0");
  await dialog.getByRole("button", { name: "Deploy" }).click();
  await expect(dialog.getByText("small letters, digits and hyphens")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Name", { exact: true }).fill("churn-api");
  await dialog.getByLabel(/^Rows in a batch/).fill("16");
  await dialog.getByRole("button", { name: "Deploy" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "churn-api" })).toBeVisible();
  await expect(page.getByText("Plan 1 is in force.")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Add revision" }).click();
  await choose(page, "Version", "Version 2");
  await page.getByRole("dialog").getByRole("button", { name: "Add revision" }).click();
  await expect(page.getByText("Revision 2 is there.")).toBeVisible();

  await page.getByRole("button", { name: "Change traffic" }).click();
  await choose(page, "Add a revision", "Revision 2: churn v2");
  await page.getByLabel("Percent of revision 1", { exact: true }).fill("90");
  await page.getByLabel("Percent of revision 2", { exact: true }).fill("5");
  await page.getByRole("button", { name: "Put in force" }).click();
  await expect(page.getByText("The weights must make 100 % together")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Percent of revision 2", { exact: true }).fill("10");
  await page.getByLabel("Why").fill("a careful start");
  await page.getByRole("button", { name: "Put in force" }).click();
  await expect(page.getByText("Plan 2 is in force.")).toBeVisible();
  await expect(page.getByText("10 %").first()).toBeVisible();

  await page.getByRole("link", { name: "Revisions", exact: true }).click();
  await expect(page.getByRole("row", { name: "version 1 2" })).toBeVisible();
  await expect(page.getByRole("row", { name: "maxBatch 16 64" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Roll back", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Why").fill("it answers nonsense");
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await expect(page.getByText("Rolled back.")).toBeVisible();
  await page.getByRole("link", { name: "History", exact: true }).click();
  await expect(page.getByText("it answers nonsense")).toBeVisible();
  await expect(page.getByText("In force")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Actions on this deployment" }).click();
  await page.getByRole("menuitem", { name: "Stop" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("Stopped", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Deployments", exact: true }).first().click();
  await expect(page.getByRole("link", { name: "churn-api" })).toBeVisible();
  await choose(page, "Status", "Running");
  await expect(page.getByRole("heading", { name: "No such deployments" })).toBeVisible();
  await page.getByRole("button", { name: "Show all deployments" }).click();
  await expect(page.getByRole("link", { name: "churn-api" })).toBeVisible();
});

test("a protected environment says what is missing, and viewers change nothing", async ({
  page,
  api,
  signInAs,
  workspace,
  baseURL,
}) => {
  await registerModel(api, "churn", [0.8]);
  const rest = openRest(baseURL ?? "", workspace.people.contributor.token, workspace.slug);
  const made = await rest("POST", `/workspaces/${workspace.slug}/deployments`, {
    name: "by-a-program",
    environment: "development",
    model: "churn",
    version: 1,
    backend: { kind: "onnx" },
  });
  expect(made.status).toBe(201);
  await signInAs("approver");
  await page.goto(`/${workspace.slug}/deployments`);
  await page.getByRole("button", { name: "New deployment" }).click();
  await page.getByLabel("Name", { exact: true }).fill("live");
  await choose(page, "Environment", "production");
  await choose(page, "Model", "churn");
  await choose(page, "Version", "Version 1");
  await page.getByRole("dialog").getByRole("button", { name: "Deploy" }).click();
  await expect(
    page.getByText('An approval for the environment "production" is needed'),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Request promotion…" }).click();
  const asking = page.getByRole("dialog", { name: "Request promotion of version 1" });
  await expect(asking.getByRole("radio", { name: "Environment production" })).toBeChecked();
  await asking.getByRole("button", { name: "Send request" }).click();
  await expect(page).toHaveURL(/approvals\/\d+$/);

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/deployments`);
  await expect(page.getByRole("button", { name: "New deployment" })).toBeHidden();
  await page.getByRole("link", { name: "by-a-program" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "by-a-program" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Change traffic" })).toBeHidden();
});
