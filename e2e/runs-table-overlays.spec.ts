import { filterBox, logTwelve, table } from "./fixtures/runs-table";
import { expect, expectAccessible, test } from "./fixtures/test";

for (const colorScheme of ["light", "dark"] as const)
  test(`what opens over and beside the table is accessible in ${colorScheme}`, async ({
    page,
    signInAs,
    workspace,
    api,
  }) => {
    test.setTimeout(300_000);
    const experiment = await logTwelve(api);
    await page.emulateMedia({ colorScheme });
    await signInAs("contributor");
    await page.goto(`/${workspace.slug}/experiments/${experiment}`);
    await expect(filterBox(page)).toBeVisible();

    await test.step("column picker", async () => {
      await page.getByRole("button", { name: /^Columns/ }).click();
      const picker = page.getByRole("dialog", { name: "Columns" });
      await picker.getByRole("searchbox").fill("loss");
      await expect(picker.getByText("loss").first()).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await expect(picker).toBeHidden();
    });

    await test.step("filter builder, with a list of choices open in it", async () => {
      await page.getByRole("button", { name: "Build a filter" }).click();
      const builder = page.getByRole("dialog", { name: "Filter builder" });
      await builder.getByRole("button", { name: "Add condition" }).click();
      await expectAccessible(page);
      await builder.getByRole("combobox", { name: "Comparison" }).click();
      await expect(page.getByRole("listbox")).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("listbox")).toHaveCount(0);
      await page.keyboard.press("Escape");
      await expect(builder).toBeHidden();
    });

    await test.step("charts", async () => {
      await page.getByRole("radio", { name: "Charts", exact: true }).click();
      await expect(page.getByRole("region", { name: "Charts", exact: true })).toBeVisible();
      await expect(page.getByRole("heading", { name: "loss" })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("combobox", { name: "X axis" }).click();
      await expect(page.getByRole("option", { name: "Time since start" })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("option", { name: "Time since start" }).click();
      await expect(page).toHaveURL(/x=relative/);
      await expect(page.getByRole("combobox", { name: "X axis" })).toBeFocused();
      await page.getByRole("radio", { name: "Table", exact: true }).click();
    });

    await test.step("menus, which give the focus back", async () => {
      const more = page.getByRole("button", { name: "More", exact: true });
      await more.click();
      await expect(page.getByRole("menu")).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press("Escape");
      await expect(more).toBeFocused();
    });

    await test.step("deleted runs", async () => {
      await page.getByRole("radio", { name: "Deleted" }).click();
      await expect(table(page).status).toHaveText("No runs");
      await expectAccessible(page);
    });
  });
