import { registerModel } from "./fixtures/registry";
import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, expectFineAtBothWidths, test } from "./fixtures/test";

/** The worker looks for incidents every ten seconds; a busy machine takes longer. */
const LOOKED = { timeout: 60_000 };

test("a rollback opens an incident, which is taken up, written about, given away, resolved and reopened", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "churn", [0.8, 0.9]);
  const { token } = workspace.people.contributor;
  const rest = openRest(baseURL ?? "", token, workspace.slug);
  const deployments = `/workspaces/${workspace.slug}/deployments`;
  const call = async (path: string, body: unknown) => {
    const { status, answer } = await rest("POST", `${deployments}${path}`, body);
    expect(status, JSON.stringify(answer)).toBeLessThan(300);
  };
  const served = { model: "churn", backend: { kind: "onnx" } };
  await call("", { name: "churn-api", environment: "development", version: 1, ...served });
  await call("/churn-api/revisions", { version: 2, ...served });
  const plan = { weights: [{ revision: 2, weight: 10_000 }] };
  await call("/churn-api/traffic", { trafficVersion: 1, plan, reason: "the newer one" });

  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/incidents`);
  await expect(page.getByRole("heading", { name: "No incident is open" })).toBeVisible();
  await expectFineAtBothWidths(page);
  await call("/churn-api/rollback", { reason: "it answers nonsense" });
  const title = "Rollback of churn-api";
  const row = page.getByRole("listitem").filter({ hasText: title });
  await expect(row, "it comes by itself").toBeVisible(LOOKED);
  for (const words of ["Warning", "Open", "Firing", "#1", "churn-api", "nobody’s yet"])
    await expect(row).toContainText(words);
  await expectFineAtBothWidths(page);
  await page.keyboard.press("j");
  await expect(row.getByRole("link", { name: title })).toBeFocused();
  await page.keyboard.press("Enter");

  const heading = page.getByRole("heading", { level: 1, name: `#1 ${title}` });
  await expect(heading).toBeVisible();
  const signals = page.getByRole("region", { name: "Signals" });
  await expect(signals).toContainText("Rolled back: it answers nonsense");
  await expect(page.getByText("It was rolled back: plan 3 goes back")).toBeVisible();
  await expect(page.getByRole("button", { name: "Roll back the deployment" })).toBeHidden();
  await expectFineAtBothWidths(page);

  const course = page.getByRole("list", { name: "Course" }).getByRole("listitem");
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await expect(course.first()).toContainText("Acknowledged");
  await expect(course.first()).toContainText("Contributor of the journey");
  await page.getByRole("button", { name: "Comment" }).click();
  await dialog.getByLabel("Comment").fill("The cache was old.\nIt is emptied.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Comment" }).click();
  await expect(course.first()).toContainText("The cache was old.");
  await page.getByRole("button", { name: "Assign" }).click();
  await dialog.getByRole("combobox", { name: "Owner" }).click();
  await page.getByRole("option", { name: /^Approver of the journey/ }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Assign" }).click();
  await expect(course.first()).toContainText("To Approver of the journey");

  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Resolve" }).click();
  await dialog.getByRole("button", { name: "Resolve" }).click();
  await expect(dialog.getByText("Say what it was and what was done.")).toBeVisible();
  await dialog.getByLabel("What it was, and what was done").fill("An old cache; emptied.");
  await dialog.getByRole("button", { name: "Resolve" }).click();
  await expect(course.first()).toContainText("An old cache; emptied.");
  await expect(signals, "what was resolved fires no more").toContainText("Ended");
  await expect(page.getByRole("button", { name: "Resolve" })).toBeHidden();
  await expectFineAtBothWidths(page);

  await page.goto(`/${workspace.slug}/incidents?show=resolved`);
  await expect(row).toContainText("Resolved");
  await expectAccessible(page);
  await row.getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: "Reopen" }).click();
  await dialog.getByLabel("Why").fill("It is back.");
  await dialog.getByRole("button", { name: "Reopen" }).click();
  await expect(course.first()).toContainText("It is back.");

  const badge = page.getByRole("link", { name: /^Incident 1\b/ });
  await page.goto(`/${workspace.slug}/deployments/churn-api`);
  await badge.click();
  await expect(heading).toBeVisible();

  await call("/churn-api/traffic", { trafficVersion: 3, plan });
  await page.getByRole("button", { name: "Roll back the deployment" }).click(LOOKED);
  await dialog.getByLabel("Why").fill("the cache again");
  await dialog.getByRole("button", { name: "Roll back" }).click();
  await expect(signals, "it joins the incident by itself").toContainText(
    "Rolled back: the cache again",
    LOOKED,
  );
});

test("a viewer reads an incident and its way out, and changes nothing", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "churn", [0.8]);
  const { token } = workspace.people.contributor;
  const rest = openRest(baseURL ?? "", token, workspace.slug);
  const deployments = `/workspaces/${workspace.slug}/deployments`;
  const served = { model: "churn", version: 1, backend: { kind: "onnx" } };
  await rest("POST", deployments, { name: "churn-api", environment: "development", ...served });
  const back = { revision: 1, reason: "only to see" };
  const { status } = await rest("POST", `${deployments}/churn-api/rollback`, back);
  expect(status).toBeLessThan(300);

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/incidents`);
  await page.getByRole("link", { name: "Rollback of churn-api" }).click(LOOKED);
  await expect(page.getByRole("heading", { name: "Signals" })).toBeVisible();
  await expect(page.getByText("Contributors acknowledge, assign, discuss")).toBeVisible();
  for (const name of ["Acknowledge", "Assign", "Comment", "Resolve", "Roll back the deployment"])
    await expect(page.getByRole("button", { name })).toBeHidden();
  await expectFineAtBothWidths(page);
  await page.goto(`/${workspace.slug}/incidents/2`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Not found");
});
