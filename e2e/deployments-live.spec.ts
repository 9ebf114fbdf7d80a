import { deployChurn } from "./fixtures/churn";
import { expect, expectAccessible, test } from "./fixtures/test";

test("a deployment is tried by hand, its traffic is seen live, and it is scaled", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  const url = baseURL ?? "";
  const { token } = workspace.people.contributor;
  await deployChurn({ url, token, workspace: workspace.slug });
  await signInAs("contributor");
  const home = `/${workspace.slug}/deployments/churn`;
  await page.goto(home);
  await expect(page.getByRole("heading", { name: "Nobody asked in this time" })).toBeVisible();
  await expect(page.getByText("Deployed: revision 1 100 %")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Playground", exact: true }).click();
  await page.getByLabel("tenure_months").fill("long ago");
  await page.getByRole("button", { name: "Send" }).click();
  const answer = page.getByRole("region", { name: "Answer" });
  await expect(answer.getByText("Failed (400)")).toBeVisible();
  await expect(page.getByText('The column "tenure_months" must be').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("tenure_months").fill("12");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(answer.getByText("Answered (200)")).toBeVisible();
  await page.getByRole("radio", { name: "Python" }).click();
  await expect(page.getByText("urllib.request.Request(")).toBeVisible();
  await page.getByRole("radio", { name: "JSON" }).click();
  await expect(page.getByLabel("Body")).toHaveValue(/"tenure_months"/);

  await page.goto(home);
  await expect(page.getByRole("application", { name: /^Requests a second/ })).toBeVisible({
    timeout: 20_000,
  });
  await page.getByRole("button", { name: "Menu of Requests a second" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Show as table" }).click();
  await expect(page.getByRole("columnheader", { name: "r1" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Actions on this deployment" }).click();
  await page.getByRole("menuitem", { name: "Scale" }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/^Sessions/)
    .fill("2");
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Scale" }).click();
  await expect(page.getByText("Revision 2 takes over from revision 1.")).toBeVisible();
  await page.getByRole("link", { name: "Logs", exact: true }).click();
  await expect(page.getByText("Models in ONNX run beside the server")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/${workspace.slug}/deployments`);
  await page.getByRole("combobox", { name: "Order" }).click();
  await page.getByRole("option", { name: "By requests" }).click();
  await expect(page).toHaveURL(/sort=requests/);
  await expect(page.getByText("p99").first()).toBeVisible();
  await expectAccessible(page);
});

test("environments are added, moved, renamed and removed in the settings", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings/environments`);
  const items = page.getByRole("list", { name: "Environments" }).getByRole("listitem");
  await expect(items).toHaveCount(3);
  await page.getByRole("button", { name: "Add environment" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("canary");
  await dialog.getByRole("button", { name: "Add environment" }).click();
  await expect(items).toHaveCount(4);
  await page.getByRole("button", { name: "Move canary up" }).click();
  await expect(items.nth(2)).toContainText("canary");
  await page.getByRole("button", { name: "Rename canary" }).click();
  await dialog.getByLabel("Name").fill("pilot");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(items.nth(2)).toContainText("pilot");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Remove pilot" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(items).toHaveCount(3);

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/settings/environments`);
  await expect(items).toHaveCount(3);
  await expect(page.getByRole("button", { name: "Add environment" })).toBeHidden();
});
