import { registerModel } from "./fixtures/registry";
import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, expectFineAtBothWidths, test } from "./fixtures/test";

test("an admin orders routes, tries one and plans maintenance, during which an incident says that it was held back", async ({
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
  const served = { model: "churn", version: 1, backend: { kind: "onnx" } };
  await call("", { name: "churn-api", environment: "development", ...served });

  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings/alerting`);
  const routing = page.getByRole("region", { name: "Alert routing" });
  await expect(routing.getByText(/^No route yet/)).toBeVisible();
  await expectFineAtBothWidths(page);
  const dialog = page.getByRole("dialog");
  const addRoute = async (name: string, person: string, kinds: readonly string[]) => {
    await routing.getByRole("button", { name: "Add a route" }).click();
    await dialog.getByLabel(/^Name/).fill(name);
    await dialog.getByRole("button", { name: "Add route" }).click();
    await expect(dialog.getByText("Choose somebody, or a webhook, to tell.")).toBeVisible();
    await dialog.getByRole("combobox", { name: /^What it is/ }).click();
    for (const kind of kinds) await page.getByRole("option", { name: kind, exact: true }).click();
    await page.keyboard.press("Escape");
    await dialog.getByRole("combobox", { name: /^Tell people/ }).click();
    await page.getByRole("option", { name: person }).click();
    await page.keyboard.press("Escape");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Add route" }).click();
    await expect(routing.getByText(name, { exact: true })).toBeVisible();
  };
  await addRoute("By day", "Contributor of the journey", ["Performance", "Quality of data"]);
  await addRoute("Night", "Approver of the journey", []);
  await expect(routing).toContainText("Performance or Quality of data");
  const names = routing.getByRole("listitem");
  await expect(names.first()).toContainText("By day");
  await routing.getByRole("button", { name: "Move Night up" }).click();
  await expect(names.first()).toContainText("Night");
  await names.first().getByRole("button", { name: "Test this route" }).click();
  await expect(page.getByText("1 person told")).toBeVisible();
  await expectFineAtBothWidths(page);

  const maintenance = page.getByRole("region", { name: "Maintenance" });
  await maintenance.getByRole("button", { name: "Plan maintenance" }).click();
  await dialog.getByLabel(/^Name/).fill("Move to the new cluster");
  await dialog.getByRole("combobox", { name: /^Deployments/ }).click();
  await page.getByRole("option", { name: "churn-api" }).click();
  await page.keyboard.press("Escape");
  await dialog.getByLabel(/^Each week/).click();
  await expect(dialog.getByLabel(/^Time zone/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Plan" }).click();
  const planned = maintenance.getByRole("listitem").filter({ hasText: "Move to the new cluster" });
  await expect(planned).toContainText("Now");
  await expect(planned).toContainText("churn-api");
  await expectFineAtBothWidths(page);

  await call("/churn-api/rollback", { revision: 1, reason: "only to see" });
  await page.goto(`/${workspace.slug}/incidents`);
  await page.getByRole("link", { name: "Rollback of churn-api" }).click({ timeout: 60_000 });
  const course = page.getByRole("list", { name: "Course" });
  await expect(course).toContainText("By maintenance “Move to the new cluster”");
  const changes = page.getByRole("list", { name: "Changes around it" });
  await expect(changes.getByRole("link", { name: "Revision 1: churn v1" })).toBeVisible();
  await expect(changes.getByRole("link", { name: "churn v2 registered" })).toBeVisible();
  await expectFineAtBothWidths(page);
});

test("a contributor sees what maintenance is planned, plans none, and sees no routes", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/settings/alerting`);
  await expect(page.getByText("None is planned: whatever fires is told.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Plan maintenance" })).toBeHidden();
  await expect(page.getByRole("region", { name: "Alert routing" })).toBeHidden();
  await expectFineAtBothWidths(page);
});
