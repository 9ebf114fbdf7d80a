import { filterBox, header, logTwelve, table } from "./fixtures/runs-table";
import { expect, expectAccessible, test } from "./fixtures/test";

test.describe("the runs table", () => {
  let url = "";
  test.beforeEach(async ({ page, signInAs, workspace, api }) => {
    const experiment = await logTwelve(api);
    url = `/${workspace.slug}/experiments/${experiment}`;
    await signInAs("contributor");
    await page.goto(url);
    await expect(table(page).grid.getByRole("link", { name: "run-11" })).toBeVisible();
    // The editor comes last: when it is there, the page is alive.
    await expect(filterBox(page)).toBeVisible();
  });

  test("is filtered by an expression, with completion and with the place of a mistake", async ({
    page,
  }) => {
    const { names, status } = table(page);
    await expect(status).toHaveText("12 of 12 runs listed");
    await filterBox(page).click();
    await page.keyboard.type("los");
    await expect(page.getByRole("option", { name: /metrics\.loss/ })).toBeVisible();
    // Enter takes what the list shows, however soon it follows the last letter.
    await page.keyboard.type("s");
    await page.keyboard.press("Enter");
    await expect(filterBox(page)).toHaveText("metrics.loss");
    await page.keyboard.type("< 0.35");
    await page.keyboard.press("Enter");
    await expect.poll(names).toEqual(["run-11", "run-10", "run-09"]);
    await expect(status).toHaveText("3 of 12 runs listed");
    await expect(page).toHaveURL(/q=metrics\.loss/);

    await page.keyboard.type(" AND params.optimizer =");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert").filter({ hasText: "at character" })).toBeVisible();
    await expect.poll(names, "the last filter that could be read stays").toHaveLength(3);
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await expect.poll(names).toHaveLength(12);
  });

  test("is filtered by conditions that are the same filter", async ({ page }) => {
    const { names } = table(page);
    await page.getByRole("button", { name: "Build a filter" }).click();
    const builder = page.getByRole("dialog", { name: "Filter builder" });
    await builder.getByRole("button", { name: "Add condition" }).click();
    await builder.getByRole("combobox", { name: "field" }).click();
    await page.getByPlaceholder("Search field…").fill("optimizer");
    await page.getByRole("option", { name: "params.optimizer" }).click();
    await builder.getByLabel("Value").fill("lion");
    await expect(filterBox(page)).toContainText("params.optimizer = 'lion'");
    await expect.poll(names).toEqual(["run-11", "run-08", "run-05", "run-02"]);
    await page.keyboard.press("Escape");
    await expect(builder).toBeHidden();

    await filterBox(page).click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("tags.team = 'risk' AND (metrics.loss < 0.2 OR params.lr = '1')");
    await page.keyboard.press("Enter");
    await expect.poll(names).toEqual(["run-11", "run-09", "run-06"]);
    await page.getByRole("button", { name: "Edit the filter's conditions" }).click();
    await expect(builder.getByLabel("Value")).toHaveCount(3);
    await expect(builder.getByRole("radio", { name: "Any of" }).last()).toBeChecked();
    await builder.getByRole("button", { name: "Remove group" }).click();
    await expect(filterBox(page)).toContainText("tags.team = 'risk'");
    await expect.poll(names).toHaveLength(6);
    await expectAccessible(page);
  });

  test("is filtered by the value of a cell and by quick toggles", async ({ page }) => {
    const { grid, names } = table(page);
    const cell = grid.getByRole("row").filter({ hasText: "run-10" }).getByText("sgd");
    await cell.hover();
    await page.getByRole("button", { name: "Cell actions" }).click();
    await page.getByRole("menuitem", { name: "Only sgd" }).click();
    await expect.poll(names).toEqual(["run-10", "run-07", "run-04", "run-01"]);
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await page.getByRole("button", { name: "Hide failed" }).click();
    await expect.poll(names).toHaveLength(10);
    await page.getByRole("button", { name: "Mine" }).click();
    await expect.poll(names).toHaveLength(10);
    await page.getByRole("button", { name: "Running" }).click();
    await expect(page.getByText("No run matches")).toBeVisible();
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect.poll(names).toHaveLength(12);
  });

  test("is sorted, arranged and restored by its address", async ({ page, context }) => {
    const { grid, names } = table(page);
    await header(grid, /loss/).getByRole("button").first().click();
    await expect(header(grid, /loss/)).toHaveAttribute("aria-sort", "descending");
    await expect.poll(async () => (await names())[0]).toBe("run-00");
    await header(grid, /loss/).getByRole("button").first().click();
    await expect.poll(async () => (await names())[0]).toBe("run-11");

    await page.getByRole("button", { name: /^Columns/ }).click();
    const picker = page.getByRole("dialog", { name: "Columns" });
    await picker.getByRole("searchbox").fill("/^team/");
    await picker.getByRole("checkbox", { name: "Show team" }).check();
    await picker.getByRole("searchbox").fill("loss");
    await picker.getByRole("button", { name: "loss, min" }).click();
    await page.keyboard.press("Escape");
    await header(grid, /accuracy/).hover();
    await header(grid, /accuracy/)
      .getByRole("button", { name: /^Column/ })
      .click();
    await page.getByRole("menuitem", { name: "Hide column" }).click();
    await header(grid, /optimizer/).hover();
    await header(grid, /optimizer/)
      .getByRole("button", { name: /^Column/ })
      .click();
    await page.getByRole("menuitem", { name: "Pin to the left" }).click();
    await expect(header(grid, /accuracy/)).toBeHidden();
    await page.getByRole("checkbox", { name: "Select run-11" }).check();
    await page.getByRole("checkbox", { name: "Select run-09" }).check();

    const other = await context.newPage();
    await other.goto(page.url());
    const there = table(other);
    await expect.poll(async () => (await there.names())[0]).toBe("run-11");
    await expect(header(there.grid, /accuracy/)).toBeHidden();
    await expect(header(there.grid, /team/)).toBeVisible();
    await expect(header(there.grid, /loss\s*min/)).toBeVisible();
    await expect(there.grid.getByRole("columnheader").nth(2)).toHaveText(/optimizer/);
    await expect(other.getByRole("region", { name: "Selected runs" })).toContainText("2 runs");
    await expect(other.getByRole("checkbox", { name: "Select run-09" })).toBeChecked();
    await other.close();

    await page.goto(url);
    await expect(header(grid, /accuracy/), "the arrangement is remembered here").toBeHidden();
  });

  test("compares, deletes with a way back and downloads what is selected", async ({ page }) => {
    const { grid, names } = table(page);
    await page.getByRole("checkbox", { name: "Select run-11" }).check();
    await page.getByRole("checkbox", { name: "Select run-08" }).check({ force: true });
    await page.getByRole("checkbox", { name: "Select run-08" }).uncheck();
    await page.getByRole("checkbox", { name: "Select run-09" }).click({ modifiers: ["Shift"] });
    const bar = page.getByRole("region", { name: "Selected runs" });
    await expect(bar).toContainText("3 runs selected");
    await expect(bar.getByRole("link", { name: "Compare" })).toHaveAttribute(
      "href",
      /\/compare\?runs=/,
    );
    const downloading = page.waitForEvent("download");
    await bar.getByRole("button", { name: "CSV" }).click();
    const file = await (await downloading).createReadStream();
    let text = "";
    for await (const chunk of file) text += chunk;
    expect(text.split("\r\n")[0]).toContain("metrics.loss");
    expect(text.trim().split("\r\n")).toHaveLength(4);

    await bar.getByRole("button", { name: "Delete" }).click();
    await expect.poll(names).toHaveLength(9);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(names).toHaveLength(12);
    await expect(grid.getByRole("link", { name: "run-11" })).toBeVisible();

    await page.getByRole("checkbox", { name: /Select all/ }).click();
    await expect(bar).toContainText("12 runs selected");
    await bar.getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("No runs yet")).toBeVisible();
  });

  test("is worked by keys alone", async ({ page }) => {
    const { grid } = table(page);
    await page.keyboard.press("/");
    await expect(filterBox(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await grid.getByRole("gridcell").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect(grid.getByRole("row").nth(3).getByRole("gridcell").nth(1)).toBeFocused();
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowDown");
    await expect(page.getByRole("region", { name: "Selected runs" })).toContainText("2 runs");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("region", { name: "Selected runs" })).toBeHidden();

    await page.keyboard.press("Space");
    const peek = page.getByRole("complementary", { name: /run-08/ });
    await expect(peek).toContainText("optimizer");
    await page.keyboard.press("k");
    await expect(page.getByRole("complementary", { name: /run-09/ })).toBeVisible();
    await expect(page).toHaveURL(/peek=/);
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("complementary", { name: /run-09/ })).toBeHidden();

    await page.keyboard.press("Control+ArrowUp");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("End");
    await page.keyboard.press("Control+Shift+ArrowLeft");
    await expect(page).toHaveURL(/cols=/);
    await page.keyboard.press("2");
    await expect(page.getByRole("region", { name: "Charts", exact: true })).toBeVisible();
    await page.keyboard.press("1");
    await grid
      .getByRole("gridcell", { name: /run-11/ })
      .last()
      .focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "run-11" })).toBeVisible();
  });

  test("tags one run and many, and takes the last change back by key", async ({ page }) => {
    const { grid, names } = table(page);
    const dialog = page.getByRole("dialog", { name: /^Tags of/ });
    const tags = dialog.getByRole("list", { name: "Tags" });
    await grid
      .getByRole("gridcell", { name: /run-11/ })
      .last()
      .focus();
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("t");
    await expect(dialog).toContainText("Tags of 2 runs");
    await expect(tags).toContainText("risk");
    await dialog.getByLabel("Name").fill("candidate");
    await dialog.getByLabel("Value").fill("yes");
    await page.keyboard.press("Enter");
    await expect(tags).toContainText("candidate");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Edit tag team" }).click();
    await dialog.getByLabel("Value").fill("fraud");
    await dialog.getByRole("button", { name: "Change" }).click();
    await expect(tags).toContainText("fraud");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();

    await grid
      .getByRole("gridcell", { name: /run-11/ })
      .last()
      .focus();
    await page.keyboard.press("f");
    await page.getByRole("menuitem", { name: "Edit tags…" }).click();
    await expect(dialog).toContainText("Tags of run-11");
    await dialog.getByRole("button", { name: "Remove tag team" }).click();
    await expect(tags).not.toContainText("fraud");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();

    const open = async () => {
      await grid
        .getByRole("gridcell", { name: /run-11/ })
        .last()
        .focus();
      await page.keyboard.press("f");
      await page.getByRole("menuitem", { name: "Edit tags…" }).click();
    };
    await page.keyboard.press("ControlOrMeta+z");
    await page.keyboard.press("ControlOrMeta+z");
    await open();
    await expect(tags, "both changes of the team are taken back").toContainText("risk");
    await expect(tags).toContainText("candidate");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();

    const bar = page.getByRole("region", { name: "Selected runs" });
    await grid
      .getByRole("gridcell", { name: /run-11/ })
      .last()
      .focus();
    await page.keyboard.press("Escape");
    await expect(bar).toBeHidden();
    await page.keyboard.press("x");
    await bar.getByRole("button", { name: "Delete" }).click();
    await expect.poll(async () => (await names()).includes("run-11")).toBe(false);
    await expect(page.getByText(/^Deleted \d/)).toBeVisible();
    await page.keyboard.press("ControlOrMeta+z");
    await expect.poll(names).toContain("run-11");
  });
});
