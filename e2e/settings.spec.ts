import { fillSignIn, OPERATOR, openElsewhere } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";

const NEW_PASSWORD = "several unrelated words";

test("a token is made, shown once, used by a program, and revoked", async ({
  page,
  workspace,
  signInAs,
  baseURL,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/settings/tokens`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "New token" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByText("Say what the token is for.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("laptop");
  await page.getByLabel("Scopes", { exact: true }).click();
  await expect(page.getByRole("listbox")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("option", { name: /^Custom/ }).click();
  await page.getByLabel("Write registry").uncheck();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create token" }).click();
  const field = page.getByRole("textbox", { name: "API token" });
  await expect(field).toBeFocused();
  const secret = await field.inputValue();
  await expect(page.getByText(`export MLFLOW_TRACKING_TOKEN=${secret}`)).toBeVisible();
  await expect(page.getByText(`export MLFLOW_TRACKING_URI=${baseURL}`)).toBeVisible();
  await page.getByRole("tab", { name: "Python" }).click();
  await expect(page.getByText(`mlflow.set_tracking_uri("${baseURL}")`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  const call = async (path: string, body: object) => {
    const response = await fetch(`${baseURL}/api/2.0/mlflow/${path}`, {
      method: "POST",
      headers: {
        Authorization: `Basic ${Buffer.from(`anybody:${secret}`).toString("base64")}`,
        "Content-Type": "application/json",
      },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  expect(await call("experiments/create", { name: "by token" })).toBe(200);
  expect(await call("registered-models/create", { name: "by token" })).toBe(403);
  await page.reload();
  const row = page.getByRole("listitem").filter({ hasText: "laptop" });
  await expect(row.getByText("never")).toHaveCount(0);
  await row.getByRole("button", { name: "Revoke laptop" }).click();
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  // The list is out of reach, and so not found, while the question is open: only the answer says that it is done.
  await expect(page.getByText("Token “laptop” was revoked")).toBeVisible();
  await expect(row).toHaveCount(0);
  expect(await call("experiments/create", { name: "too late" })).toBe(401);
});

test("admins see and revoke everybody's tokens of the workspace", async ({
  page,
  workspace,
  signInAs,
}) => {
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings/tokens`);
  await page.getByRole("radio", { name: "Bound to this workspace" }).click();
  await expect(page).toHaveURL(/of=workspace/);
  await expect(page.getByText(workspace.people.viewer.email)).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "journey" })).toHaveCount(4);
  await expectAccessible(page);
});

test("somebody renames themselves, changes their password, and other devices are signed out", async ({
  page,
  browser,
  baseURL,
  workspace,
  signInAs,
}) => {
  const { email, password } = workspace.people.viewer;
  const other = await openElsewhere(browser, baseURL);
  await other.goto("/sign-in");
  await fillSignIn(other, { email, password });
  await expect(other.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/settings/account`);
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Account: Ada Lovelace" })).toBeVisible();
  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await page.getByLabel("Current password").fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password was changed")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "My account" })).toBeVisible();

  await other.reload();
  await expect(other).toHaveURL(/\/sign-in/);
  await fillSignIn(other, { email, password });
  await expect(other.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await fillSignIn(other, { email, password: NEW_PASSWORD });
  await expect(other).not.toHaveURL(/\/sign-in/);
  await other.context().close();

  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("an admin renames the workspace, and everybody sees it", async ({
  page,
  workspace,
  signInAs,
}) => {
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings`);
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill("Fraud detection");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Workspace: Fraud detection" })).toBeVisible();
});

test("an operator makes a workspace, cannot delete what holds runs, and disables somebody", async ({
  page,
  browser,
  baseURL,
  workspace,
  api,
}) => {
  const { email, password } = workspace.people.viewer;
  const slug = `fraud-${workspace.id.slice(0, 8)}`;
  await page.goto("/workspaces");
  await fillSignIn(page, OPERATOR);
  await expect(page.getByRole("heading", { name: "Workspaces" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New workspace" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Fraud & Risk");
  await expect(page.getByLabel("Short name")).toHaveValue("fraud-risk");
  await page.getByLabel("Short name").fill("API");
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByText(/part of Slipway's own addresses/)).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Short name").fill(slug);
  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page).toHaveURL(new RegExp(`/${slug}$`));

  await api.createRun(await api.createExperiment("kept"));
  await page.goto(`/${workspace.slug}/settings`);
  await page.getByRole("button", { name: "Delete workspace" }).click();
  const remove = page.getByRole("button", { name: "Delete", exact: true });
  await expect(remove).toBeDisabled();
  await page.getByRole("textbox", { name: /to confirm/ }).fill(workspace.slug);
  await remove.click();
  await expect(page.getByText(/still holds 1 experiments, 1 runs/)).toBeVisible();
  await page.goto(`/${slug}/settings`);
  await page.getByRole("button", { name: "Delete workspace" }).click();
  await page.getByRole("textbox", { name: /to confirm/ }).fill(slug);
  await remove.click();
  await expect(page.getByRole("heading", { name: "Workspaces" })).toBeVisible();
  await expect(page.getByText(slug)).toHaveCount(0);

  const victim = await openElsewhere(browser, baseURL);
  await victim.goto("/sign-in");
  await fillSignIn(victim, { email, password });
  await expect(victim.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await page.goto(`/${workspace.slug}/settings/users?q=${encodeURIComponent(email)}`);
  await expect(page.getByRole("listitem").filter({ hasText: email })).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole("button", { name: "More about Viewer of the journey" }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(page.getByText("Disabled", { exact: true })).toBeVisible();
  await victim.reload();
  await expect(victim).toHaveURL(/\/sign-in/);
  await fillSignIn(victim, { email, password });
  await expect(victim.getByText("This account is disabled")).toBeVisible();
  await victim.context().close();
});

test("settings work on a phone", async ({ page, workspace, signInAs }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs("admin");
  for (const section of ["", "/members", "/tokens", "/account"]) {
    await page.goto(`/${workspace.slug}/settings${section}`);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow, section).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  }
});
