import type { Page } from "@playwright/test";
import { fillSignIn, openElsewhere } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";
import { makeWorkspace } from "./fixtures/workspace";

const PASSWORD = "several unrelated words";

const dialog = (page: Page) => page.getByRole("dialog");

test("a wrong password is said to be wrong, and the right one leads to the page that was asked for", async ({
  page,
  workspace,
}) => {
  const { email, password } = workspace.people.viewer;
  await page.goto(`/${workspace.slug}/settings/members?q=viewer`);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Enter your password.")).toBeVisible();
  await fillSignIn(page, { email, password: "wrong" });
  await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await fillSignIn(page, { email: email.toUpperCase(), password });
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/settings/members\\?q=viewer$`));
  await expect(page.getByText(email)).toBeVisible();
});

test("guessing is slowed down, with the time left", async ({ page, workspace }) => {
  const { email, password } = workspace.people.viewer;
  await page.goto("/sign-in");
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await fillSignIn(page, { email, password: `wrong ${attempt}` });
    await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  }
  await fillSignIn(page, { email, password });
  await expect(page.getByText(/Too many failed attempts. Try again in \d+ seconds/)).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("leads nowhere but to our own pages after signing in", async ({ page, workspace }) => {
  await page.goto("/sign-in?callbackUrl=https%3A%2F%2Fevil.example%2F");
  await fillSignIn(page, workspace.people.viewer);
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}$`));
});

test("an admin invites somebody, who makes an account and is in", async ({
  page,
  browser,
  baseURL,
  workspace,
  signInAs,
}) => {
  const email = `grace-${workspace.id.slice(0, 8)}@example.org`;
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings/members`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Invite" }).click();
  await expectAccessible(page);
  await dialog(page).getByLabel("E-mail").fill("not an address");
  await page.getByRole("button", { name: "Create invitation" }).click();
  await expect(dialog(page).getByText(/Enter an e-mail address/)).toBeVisible();
  await dialog(page).getByLabel("E-mail").fill(email);
  await dialog(page).getByLabel("Role").click();
  await page.getByRole("option", { name: /^Approver/ }).click();
  await page.getByRole("button", { name: "Create invitation" }).click();
  const link = await dialog(page).getByRole("textbox", { name: "Invitation link" }).inputValue();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(
    page.getByText(`Approver, invited by ${workspace.people.admin.email}`),
  ).toBeVisible();

  const guest = await openElsewhere(browser, baseURL);
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: /^Join Journey/ })).toBeVisible();
  await expectAccessible(guest);
  await guest.getByLabel("Your name").fill("Grace Hopper");
  await guest.getByLabel("Password", { exact: true }).fill("password1234");
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.getByText(/one of the first that are guessed/)).toBeVisible();
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest).toHaveURL(new RegExp(`/${workspace.slug}$`));
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "This invitation is not valid" })).toBeVisible();
  await guest.context().close();

  await page.reload();
  await expect(page.getByLabel("Role of Grace Hopper")).toHaveText("Approver");
});

test("an invitation is for one address only: others are told, and whom it names joins with one click", async ({
  page,
  workspace,
  signInAs,
  playwright,
  baseURL,
}) => {
  const other = (await makeWorkspace()).people.viewer;
  const client = await playwright.request.newContext({
    ...(baseURL ? { baseURL } : {}),
    extraHTTPHeaders: { Authorization: `Bearer ${workspace.people.admin.token}` },
  });
  const answer = await client.post(`/api/slipway/v1/workspaces/${workspace.slug}/invitations`, {
    data: { email: other.email, role: "viewer" },
  });
  const { link } = await answer.json();
  await signInAs("viewer");
  await page.goto(link);
  await expect(page.getByText(`this invitation is for ${other.email}`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign out and continue" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await fillSignIn(page, other);
  await page.getByRole("button", { name: /^Join Journey/ }).click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}$`));
  await client.dispose();
});

test("a role is changed at once, taken back with undo, and the last admin is kept", async ({
  page,
  workspace,
  signInAs,
}) => {
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings/members`);
  const role = page.getByLabel("Role of Viewer of the journey");
  await role.click();
  await page.getByRole("option", { name: /^Contributor/ }).click();
  await expect(page.getByText("Viewer of the journey is now Contributor")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(role).toHaveText("Viewer");
  const own = page.getByLabel("Role of Admin of the journey");
  await own.click();
  await page.getByRole("option", { name: /^Viewer/ }).click();
  await expect(page.getByText(/last admin of the workspace/)).toBeVisible();
  await expect(own).toHaveText("Admin");
  await page.getByRole("button", { name: "More about Approver of the journey" }).click();
  await page.getByRole("menuitem", { name: "Remove from workspace" }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText(workspace.people.approver.email)).toHaveCount(0);
});

test("members who are no admins see who is there, and nothing they may not press", async ({
  page,
  workspace,
  signInAs,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/settings/members`);
  await expect(page.getByText(workspace.people.admin.email)).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await expect(page.getByRole("combobox")).toHaveCount(0);
  await page.goto(`/${workspace.slug}/settings`);
  await expect(page.getByLabel("Name", { exact: true })).not.toBeEditable();
  await expect(page.getByRole("link", { name: "All users" })).toHaveCount(0);
  await page.getByRole("link", { name: "Members" }).click();
  await page.getByRole("button", { name: "More about Contributor of the journey" }).click();
  await page.getByRole("menuitem", { name: "Leave workspace" }).click();
  await page.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(page.getByText("You are not in a workspace yet")).toBeVisible();
  await expectAccessible(page);
});
