import type { Page } from "@playwright/test";
import { openApi } from "./fixtures/api";
import { register, registerModel } from "./fixtures/registry";
import { expect, expectAccessible, test } from "./fixtures/test";

/** Chooses an item of a menu that a button opens. */
async function choose(page: Page, button: string, item: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a model that a script registered is found, compared and read down to its files", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "diamond prices", [0.71, 0.84]);
  await registerModel(api, "other", []);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/models`);
  await page.getByRole("searchbox", { name: "Search models" }).fill("diamond");
  const grid = page.getByRole("grid", { name: "Models" });
  await expect(grid.getByText("other")).toHaveCount(0);
  await grid.getByRole("link", { name: "diamond prices" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "diamond prices" })).toBeVisible();
  const versions = page.getByRole("table");
  await expect(versions.getByRole("row", { name: /Version 2.*run of 0\.84.*0\.84/ })).toBeVisible();
  await expect(versions.getByRole("row", { name: /Version 1.*run of 0\.71.*0\.71/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Actions on this model" })).toHaveCount(0);
  await versions.getByRole("link", { name: "Version 1" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Version 1" })).toBeVisible();
  await expect(page.getByText("is the newest of this model")).toBeVisible();
  await expect(page.getByText('load_model("models:/diamond prices/1")').first()).toBeVisible();
  const signature = page.locator("section").filter({ hasText: "Signature" });
  await expect(signature.getByRole("row", { name: "carat double" })).toBeVisible();
  const facts = page.getByRole("complementary", { name: "Facts" });
  await expect(facts.getByRole("link", { name: "run of 0.71" })).toBeVisible();

  await page.getByRole("link", { name: "Files" }).click();
  await page.getByRole("treeitem", { name: /MLmodel/ }).click();
  await expect(page.getByRole("link", { name: "Download", exact: true })).toBeVisible();
  await expect(page.getByText("sklearn_version: 1.9.1")).toBeVisible();
});

test("a contributor describes a model, gives an alias to a version and moves it to another", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "churn", [0.71, 0.84]);
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/models/churn`);
  const description = page.getByRole("textbox", { name: "Description" });
  await page.getByText("Say what this model").click();
  await description.fill("# Who leaves\n\nAsk **growth**.");
  await page.getByRole("button", { name: "Save description" }).click();
  await expect(page.getByRole("heading", { name: "Who leaves" })).toBeVisible();

  for (const [version, button] of [
    [1, "Set alias"],
    [2, "Move alias"],
  ] as const) {
    await choose(page, `Actions on version ${version}`, "Set alias…");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Alias").fill("candidate");
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(
      page
        .getByRole("table")
        .getByRole("row", { name: new RegExp(`Version ${version}.*candidate`) }),
    ).toBeVisible();
  }
  const { model_version } = await api.call<{ model_version: { version: string } }>(
    "GET",
    "registered-models/alias?name=churn&alias=candidate",
  );
  expect(model_version.version).toBe("2");

  await choose(page, "Actions on version 1", "Set alias…");
  await page.getByRole("dialog").getByLabel("Alias").fill("v7");
  await page.getByRole("dialog").getByRole("button", { name: "Set alias", exact: true }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("reserved");
});

test("a contributor makes a model, tags it, moves its version to a stage and renames it", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/models`);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "New model" }).first().click();
  await dialog.getByLabel("Name").fill("churn");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "churn" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No versions yet" })).toBeVisible();
  await register(api, "churn", 0.8);
  await expect(
    page.getByRole("group", { name: "Versions" }).getByRole("link", { name: "Version 1" }),
  ).toBeVisible();

  await page.getByRole("button", { name: "Add tag" }).click();
  await dialog.getByLabel("Name").fill("team");
  await dialog.getByLabel("Value").fill("growth");
  await dialog.getByRole("button", { name: "Add tag" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "growth" })).toBeVisible();
  await page.getByRole("button", { name: "Remove tag team" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "growth" })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "growth" })).toBeVisible();

  await choose(page, "Actions on version 1", "stage…");
  await dialog.getByRole("combobox", { name: "Stage" }).click();
  await page.getByRole("option", { name: "Staging" }).click();
  await dialog.getByRole("button", { name: "Move" }).click();
  await expect(page.getByRole("row", { name: /Version 1.*Staging/ })).toBeVisible();

  await choose(page, "Actions on this model", "Rename…");
  await dialog.getByLabel("Name").fill("leavers");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "leavers" })).toBeVisible();
  await expect(page.getByRole("row", { name: /Version 1.*Staging/ })).toBeVisible();
  const { registered_model } = await api.call<{
    registered_model: { tags: { key: string; value: string }[] };
  }>("GET", "registered-models/get?name=leavers");
  expect(registered_model.tags).toContainEqual({ key: "team", value: "growth" });
});

test("a viewer reads a model and is offered nothing that changes it", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "churn", [0.8]);
  await signInAs("viewer");
  const offers = page.getByRole("button", {
    name: /^(New model|Actions on|Add tag|Edit|Set alias|Remove|Delete)/,
  });
  for (const [path, heading] of [
    ["models", "Models"],
    ["models/churn", "churn"],
    ["models/churn/1", "Version 1"],
  ] as const) {
    await page.goto(`/${workspace.slug}/${path}`);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(offers).toHaveCount(0);
  }
  const refused = openApi(new URL(page.url()).origin, workspace.people.viewer.token);
  await expect(
    refused.call("DELETE", "registered-models/delete", { name: "churn" }),
  ).rejects.toThrow(/403.*PERMISSION_DENIED/s);
});

test("a version that is registered meanwhile appears without a reload", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "churn", [0.71]);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/models/churn`);
  await expect(
    page.getByRole("group", { name: "Versions" }).getByRole("link", { name: "Version 1" }),
  ).toBeVisible();
  await register(api, "churn", 0.9);
  await expect(
    page.getByRole("group", { name: "Versions" }).getByRole("link", { name: "Version 2" }),
  ).toBeVisible();
});

test("deleting a model asks for its name, and deleting a version says what is lost", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "churn", [0.71, 0.84]);
  await api.call("POST", "registered-models/alias", {
    name: "churn",
    alias: "candidate",
    version: "1",
  });
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/models/churn/1`);
  await choose(page, "Actions on this version", "Delete version…");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("@candidate will point nowhere");
  await dialog.getByRole("button", { name: "Delete version" }).click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/models/churn$`));
  await expect(
    page.getByRole("group", { name: "Versions" }).getByRole("link", { name: "Version 2" }),
  ).toBeVisible();
  await expect(
    page.getByRole("group", { name: "Versions" }).getByRole("link", { name: "Version 1" }),
  ).toHaveCount(0);

  await choose(page, "Actions on this model", "Delete model…");
  const confirm = dialog.getByRole("button", { name: "Delete model" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill("churn");
  await confirm.click();
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/models$`));
  await expect(page.getByRole("heading", { name: "No models yet" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`the models screens are accessible in ${colorScheme}, also on a phone`, async ({
    page,
    api,
    signInAs,
    workspace,
  }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await signInAs("contributor");
    await page.goto(`/${workspace.slug}/models`);
    await expect(page.getByRole("heading", { name: "No models yet" })).toBeVisible();
    await expectAccessible(page);
    await registerModel(api, "churn", [0.71]);
    await register(api, "churn", 0.84, { metrics: { "auc/slice/region/eu": 0.9 } });
    for (const [path, heading] of [
      ["models", "Models"],
      ["models/churn", "churn"],
      ["models/churn/2", "Version 2"],
      ["models/churn/2?tab=evaluation", "Version 2"],
      ["models/churn/2?tab=compare&with=1", "Version 2"],
      ["models/churn/1?tab=files&file=MLmodel", "Version 1"],
    ] as const) {
      await page.goto(`/${workspace.slug}/${path}`);
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      await expectAccessible(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectAccessible(page);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 1440, height: 900 });
    }
  });
