import { expect, expectAccessible, test } from "./fixtures/test";

test("two keys go to a section, and typing in a field does not", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/models`));
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/experiments`));
  const search = page.getByRole("searchbox").first();
  await search.fill("");
  await search.pressSequentially("gm?");
  await expect(search).toHaveValue("gm?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the shortcuts sheet lists what works here, and gives the focus back", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await page.keyboard.press("?");
  await expect(sheet.getByText("Search and commands")).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole("switch", { name: "Single-key shortcuts" }).click();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.keyboard.press("?");
  await expect(sheet).toBeHidden();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
});

test("the palette finds a run by name and goes to it", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const experiment = await api.createExperiment("palette");
  const run = await api.createRun(experiment, { name: "needle-in-the-stack" });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/models`);
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await page.keyboard.press("ControlOrMeta+k");
  await palette.getByRole("combobox").fill("needle");
  await expect(palette.getByRole("option", { name: /needle-in-the-stack/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/runs/${run}`));
});

test("the theme that was chosen is in the first byte of the next page", async ({
  page,
  signInAs,
  workspace,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  await page.getByRole("button", { name: /^Account:/ }).click();
  await page.getByRole("menuitem", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const html = await (await page.request.get(`/${workspace.slug}/experiments`)).text();
  expect(html).toMatch(/<html[^>]* data-theme="dark"/);
});

test("the first Tab offers to skip the navigation", async ({ page, signInAs, workspace }) => {
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

test("on a phone the navigation opens over the page and leaves with it", async ({
  page,
  signInAs,
  workspace,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  const menu = page.getByRole("dialog", { name: "Navigation" });
  await page.getByRole("button", { name: "Open navigation" }).click();
  await expect(menu).toBeVisible();
  await expectAccessible(page);
  await menu.getByRole("link", { name: "Models" }).click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/models`));
  await expect(menu).toBeHidden();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

test("nothing moves for whoever asked for less motion", async ({ page, signInAs, workspace }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await page.keyboard.press("ControlOrMeta+k");
  const duration = await palette.evaluate((element) => getComputedStyle(element).animationDuration);
  expect(Number.parseFloat(duration)).toBeLessThan(0.001);
});

test("the gallery is for operators, and every component in it is accessible", async ({
  page,
  signInAs,
}) => {
  await signInAs("admin");
  expect((await page.goto("/gallery"))?.status()).toBe(404);
  await page.context().clearCookies();
  await page.goto("/sign-in?callbackUrl=%2Fgallery");
  await page.getByLabel("E-mail").fill("admin@example.org");
  await page.getByLabel("Password", { exact: true }).fill("the administrator of the journeys");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/gallery$/);
  for (const theme of ["light", "dark"]) {
    await page.goto(`/gallery?theme=${theme}`);
    await expect(page.getByRole("heading", { name: "Buttons" })).toHaveCount(1);
    await expectAccessible(page);
  }
});
