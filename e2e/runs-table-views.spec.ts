import type { Page } from "@playwright/test";
import { filterBox, header, logTwelve, table } from "./fixtures/runs-table";
import { expect, expectAccessible, test } from "./fixtures/test";

/** The editor comes last: when it is there, the page is alive. */
async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(filterBox(page)).toBeVisible();
}

const LIONS = ["run-11", "run-08", "run-05", "run-02"];

function viewsMenu(page: Page) {
  const open = () => page.getByRole("button", { name: /^(Views|Lions)/ }).click();
  const choose = async (name: string | RegExp) => {
    await open();
    await page.getByRole("menuitem", { name }).click();
  };
  return { open, choose, dialog: page.getByRole("dialog") };
}

/** The runs of one optimizer, as a view of that name. */
async function saveLions(page: Page, url: string, isShared: boolean): Promise<void> {
  await visit(page, `${url}?q=params.optimizer+%3D+%27lion%27`);
  const { choose, dialog } = viewsMenu(page);
  await choose("Save as a new view…");
  await dialog.getByLabel("Name").fill("Lions");
  if (isShared) await dialog.getByRole("switch").click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Lions" })).toBeVisible();
}

test("a view is saved, says what has been changed since, and has a link of its own", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const url = `/${workspace.slug}/experiments/${await logTwelve(api)}`;
  await signInAs("contributor");
  await saveLions(page, url, false);
  const { names, status } = table(page);
  const link = new URL(page.url());
  link.search = `?v=${link.searchParams.get("v")}`;
  await page.getByRole("button", { name: "Hide failed" }).click();
  await expect(page.getByRole("button", { name: /Lions.*edited/ })).toBeVisible();
  await viewsMenu(page).open();
  await expect(page.getByText("“Lions”, changed: filter")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("menuitem", { name: "Discard the changes" }).click();
  await expect.poll(names).toEqual(LIONS);
  await visit(page, link.href);
  await expect.poll(names, "its link opens it").toEqual(LIONS);
  await visit(page, `${url}?v=no-such-view`);
  await expect(status, "a view that is gone is no error").toHaveText("12 of 12 runs listed");
});

test("a shared view opens the experiment, and is deleted with a way back", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const url = `/${workspace.slug}/experiments/${await logTwelve(api)}`;
  await signInAs("contributor");
  await saveLions(page, url, true);
  const { names } = table(page);
  const { choose, open } = viewsMenu(page);
  await choose("Open the experiment with it");
  await expect(async () => {
    await open();
    const item = page.getByRole("menuitemradio", { name: /Lions.*opens first/ });
    const isThere = await item.isVisible();
    await page.keyboard.press("Escape");
    expect(isThere).toBe(true);
  }).toPass();

  await signInAs("viewer");
  await visit(page, url);
  await expect.poll(names, "whoever opens the experiment sees it").toEqual(LIONS);
  await open();
  await expect(page.getByRole("menuitemradio", { name: /Lions/ })).toBeChecked();
  await expect(page.getByRole("menuitem", { name: "Delete view" })).toBeHidden();

  await signInAs("contributor");
  await visit(page, url);
  await choose("Delete view");
  await expect(page.getByText("Deleted the view “Lions”")).toBeVisible();
  await expect(page.getByRole("button", { name: "Views" })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(page.getByRole("button", { name: "Lions" })).toBeVisible();
});

test("runs are compared with a baseline, and a column writes its numbers as it is told", async ({
  page,
  signInAs,
  workspace,
  api,
}) => {
  const experiment = await logTwelve(api);
  await signInAs("contributor");
  await visit(page, `/${workspace.slug}/experiments/${experiment}?cols=m:loss,m:val/accuracy`);
  const { grid } = table(page);
  const row = (name: string) => grid.getByRole("row").filter({ hasText: name });
  await grid.getByRole("gridcell", { name: "run-10" }).last().focus();
  await page.keyboard.press("b");
  await expect(row("run-10").getByRole("img", { name: "Baseline" })).toBeVisible();
  await expect(row("run-11")).toContainText("−50.0 %better than the baseline");
  await expect(row("run-09")).toContainText("+50.0 %worse than the baseline");
  await expect(page).toHaveURL(/base=/);

  await header(grid, /loss/).hover();
  await header(grid, /loss/).getByRole("button", { name: "Column loss" }).click();
  await page.getByRole("menuitem", { name: "Number format" }).press("ArrowRight");
  await page.getByRole("menuitemradio", { name: /Scientific/ }).click();
  await expect(row("run-09")).toContainText("3.00e−1");
  await expect(page).toHaveURL(/fmt=m:loss\*e2/);
  await expectAccessible(page);

  await page.reload();
  await expect(filterBox(page)).toBeVisible();
  await expect(row("run-09"), "a link shows the same").toContainText("3.00e−1");
  await expect(row("run-11")).toContainText("better than the baseline");
  await page.getByRole("button", { name: "Clear the baseline" }).click();
  await expect(row("run-11")).not.toContainText("better than the baseline");
});
