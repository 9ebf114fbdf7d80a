import type { Locator, Page } from "@playwright/test";
import { encodeRunId } from "@/lib/runs/search-params/selection";
import type { Api } from "./fixtures/api";
import { expect, expectAccessible, test } from "./fixtures/test";

/** Runs that share a parameter and differ in another one, with a curve each; their ids. */
async function makeRuns(api: Api, count: number): Promise<string[]> {
  const experimentId = await api.createExperiment("compared");
  const runs: string[] = [];
  for (let index = 0; index < count; index += 1)
    runs.push(
      await api.createRun(experimentId, {
        name: `run-${index}`,
        params: { optimizer: "adam", depth: String(3 + index) },
        metrics: { auc: (70 + (index % 25)) / 100 },
        tags: { team: "pricing" },
      }),
    );
  return runs;
}

const addressOf = (slug: string, runs: readonly string[], more = "") =>
  `/${slug}/compare?runs=${runs.map(encodeRunId).join(",")}${more}`;

const lineOf = (grid: Locator, name: string) =>
  grid.getByRole("row").filter({ has: grid.page().getByRole("gridcell", { name, exact: true }) });

const parametersOf = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

test("what differs between runs is seen at a glance, against a baseline that can be chosen", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const runs = await makeRuns(api, 3);
  await signInAs("viewer");
  await page.goto(addressOf(workspace.slug, runs));
  await expect(page.getByRole("heading", { level: 1, name: "Compare 3 runs" })).toBeVisible();
  const grid = page.getByRole("treegrid", { name: "Comparison of 3 runs" });
  await expect(lineOf(grid, "optimizer")).toBeVisible();
  await expect(lineOf(grid, "auc Higher is better")).toContainText("0.71");
  await expect(lineOf(grid, "auc Higher is better")).toContainText("better than the baseline");

  await page.getByRole("switch", { name: "Only what differs" }).click();
  await expect(lineOf(grid, "optimizer")).toHaveCount(0);
  await expect(lineOf(grid, "depth")).toBeVisible();
  await page.reload();
  await expect(lineOf(grid, "depth")).toBeVisible();
  await expect(lineOf(grid, "optimizer")).toHaveCount(0);

  await page.getByRole("searchbox", { name: "Search names" }).fill("dep");
  await expect(lineOf(grid, "auc Higher is better")).toHaveCount(0);
  await expect(lineOf(grid, "depth")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search names" }).fill("");

  await page.getByRole("button", { name: "Column run-2" }).click();
  await page.getByRole("menuitem", { name: "Make it the baseline" }).click();
  await expect(grid.getByRole("columnheader").nth(1)).toContainText(/run-2.*baseline/);
  await expect(lineOf(grid, "auc Higher is better")).toContainText("worse than the baseline");
  expect(parametersOf(page, "runs")?.startsWith(encodeRunId(runs[2] ?? ""))).toBe(true);
});

test("fifty runs are compared, those beyond are named, and so are those that are gone", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const runs = await makeRuns(api, 51);
  await signInAs("viewer");
  await page.goto(addressOf(workspace.slug, runs));
  const grid = page.getByRole("treegrid", { name: "Comparison of 50 runs" });
  await expect(grid).toHaveAttribute("aria-colcount", "51");
  await expect(page.getByText("the last 1 of the link are left out")).toBeVisible();
  await expect(lineOf(grid, "depth")).toBeVisible();

  await page.goto(addressOf(workspace.slug, [runs[0] ?? "", "f".repeat(32)]));
  await expect(page.getByText("1 run of the link do not exist here.")).toBeVisible();
  await page.goto(`/${workspace.slug}/compare`);
  await expect(page.getByRole("heading", { name: "No runs to compare" })).toBeVisible();
});

test("the curves of the compared runs are drawn together, each run in its colour", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const runs = await makeRuns(api, 3);
  for (const [index, run] of runs.entries())
    await api.logMetric(
      run,
      "loss",
      Array.from({ length: 50 }, (_, step) => 1 / (1 + step * (index + 1))),
    );
  await signInAs("viewer");
  await page.goto(addressOf(workspace.slug, runs));
  await page.getByRole("tab", { name: "Charts" }).click();
  await expect(page).toHaveURL(/view=charts/);
  const panel = page.getByRole("region", { name: "loss", exact: true });
  await expect(panel).toContainText("3 plotted");
  await expect(panel.getByRole("application", { name: "loss by step, 3 lines" })).toBeVisible();
  for (const index of [0, 1, 2])
    await expect(page.getByRole("button", { name: `Plot run-${index}` })).toBeVisible();
  await page.getByRole("tab", { name: "Parallel coordinates" }).click();
  await expect(page.getByRole("button", { name: "depth" })).toBeVisible();
  await page.getByRole("tab", { name: "Scatter" }).click();
  await expect(page.getByRole("switch", { name: "Log y" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`every view of the comparison is accessible in ${colorScheme}, also on a phone`, async ({
    page,
    api,
    signInAs,
    workspace,
  }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    const runs = await makeRuns(api, 4);
    await signInAs("viewer");
    for (const view of ["table", "charts", "parallel", "scatter"]) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(addressOf(workspace.slug, runs, `&view=${view}`));
      await expect(page.getByRole("heading", { level: 1, name: "Compare 4 runs" })).toBeVisible();
      await expectAccessible(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectAccessible(page);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow, view).toBeLessThanOrEqual(0);
    }
  });
