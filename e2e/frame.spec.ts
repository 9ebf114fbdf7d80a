import { expect, expectAccessible, test } from "./fixtures/test";

test("whoever is not signed in is sent to sign in, and back to the page they asked for", async ({
  page,
  workspace,
}) => {
  await page.goto(`/${workspace.slug}/experiments`);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.getByLabel("E-mail").fill(workspace.people.viewer.email);
  await page.getByLabel("Password", { exact: true }).fill(workspace.people.viewer.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/experiments$`));
});

test("a workspace that is not mine looks as if it did not exist", async ({ page, signInAs }) => {
  await signInAs("viewer");
  const response = await page.goto("/default/experiments");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("what is not there answers 404, with a page from which one goes on", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("viewer");
  const missing = [
    "experiments/999999999999",
    "experiments/none",
    `runs/${"f".repeat(32)}`,
    "models/none",
    "models/none/1",
    "approvals/999999",
    "no-such-page",
    "no/such/page",
  ];
  for (const path of missing) {
    const answer = await page.request.get(`/${workspace.slug}/${path}`);
    expect.soft(answer.status(), path).toBe(404);
  }
  const response = await page.goto(`/${workspace.slug}/runs/${"f".repeat(32)}`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("main").getByRole("link", { name: "Experiments" }).click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/experiments$`));
});

test("a page that takes long is announced, and the page before it stays until then", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/models\?_rsc=|\/models$/, async (route) => {
    await asked;
    await route.continue();
  });
  const progress = page.getByRole("progressbar", { name: "Loading the page" });
  await page.getByRole("navigation").getByRole("link", { name: "Models" }).first().click();
  await expect(progress).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Experiments" })).toBeVisible();
  answer();
  await expect(page.getByRole("heading", { level: 1, name: "Models" })).toBeVisible();
  await expect(progress).toHaveCount(0);
});

test("the palette finds a page by keyboard alone", async ({ page, signInAs, workspace }) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/experiments`);
  const input = page.getByRole("dialog").getByRole("combobox");
  await page.keyboard.press("ControlOrMeta+k");
  await input.fill("models");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/models`));
});

for (const colorScheme of ["light", "dark"] as const)
  test(`the frame is accessible in ${colorScheme}`, async ({ page, signInAs, workspace }) => {
    await page.emulateMedia({ colorScheme });
    await signInAs("contributor");
    await page.goto(`/${workspace.slug}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });
