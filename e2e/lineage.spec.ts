import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Api } from "./fixtures/api";
import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, test } from "./fixtures/test";

const SALES = {
  name: "sales",
  digest: "abc12345",
  source_type: "s3",
  source: '{"uri": "s3://team/sales.csv"}',
};

/** Twelve runs read one data set; the last one logged a model, which was registered and stands at an alias. */
async function makeLineage(api: Api) {
  const experiment = await api.createExperiment("training");
  const runs: string[] = [];
  for (let fold = 1; fold <= 12; fold += 1) {
    const run = await api.createRun(experiment, { name: `fold ${fold}` });
    await api.call("POST", "runs/log-inputs", {
      run_id: run,
      datasets: [{ tags: [{ key: "mlflow.data.context", value: "training" }], dataset: SALES }],
    });
    runs.push(run);
  }
  const last = runs.at(-1) ?? "";
  await api.call("POST", "registered-models/create", { name: "churn" });
  for (const run of [runs[0], last])
    await api.call("POST", "model-versions/create", {
      name: "churn",
      source: `runs:/${run}/model`,
      run_id: run,
    });
  await api.call("POST", "registered-models/alias", {
    name: "churn",
    alias: "candidate",
    version: "2",
  });
  return { last, runs };
}

/** The second version gets the traffic of the first one, and loses it again. */
async function rollBackOnce(rest: ReturnType<typeof openRest>, workspace: string): Promise<void> {
  const path = `/workspaces/${workspace}/deployments`;
  const served = { model: "churn", backend: { kind: "onnx" } };
  const plan = { weights: [{ revision: 2, weight: 10_000 }] };
  const wishes: readonly [address: string, wish: object][] = [
    [path, { ...served, name: "live", environment: "development", version: 1 }],
    [`${path}/live/revisions`, { ...served, version: 2 }],
    [`${path}/live/traffic`, { plan, trafficVersion: 1, reason: "it seems better" }],
    [`${path}/live/rollback`, { reason: "it is worse" }],
  ];
  for (const [address, wish] of wishes)
    expect((await rest("POST", address, wish)).status).toBeLessThan(300);
}

const node = (page: Page, name: RegExp) =>
  page.getByRole("button", { name }).and(page.locator("[data-lineage-node]"));
const asked = (page: Page, key: string) => new URL(page.url()).searchParams.get(key);

test("a bad data set is followed to the models in use, by keys alone, and the list is taken away", async ({
  page,
  baseURL,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  await makeLineage(api);
  const { token } = workspace.people.contributor;
  await rollBackOnce(openRest(baseURL ?? "", token, workspace.slug), workspace.slug);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/experiments`);
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(page.getByRole("heading", { name: "Where to begin" })).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("/");
  await page.getByRole("combobox", { name: "Find a node" }).last().fill("sales");
  await page.getByRole("option", { name: /sales v1/ }).click();
  const sales = node(page, /^Dataset version sales v1, in focus/);
  await expect(sales).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Lineage of sales v1" })).toBeVisible();
  await expect(page.getByRole("button", { name: "4 more runs" })).toBeVisible();
  await expectAccessible(page);

  await sales.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("[data-lineage-node]:focus")).toHaveAccessibleName(/^Run fold/);
  while (!(await node(page, /^Run fold 12/).evaluate((one) => one === document.activeElement))) {
    const before = await page.locator(":focus").getAttribute("data-lineage-node");
    await page.keyboard.press("ArrowUp");
    await expect(page.locator(`[data-lineage-node="${before}"]`)).not.toBeFocused();
  }
  await page.keyboard.press("ArrowRight");
  const version = node(page, /^Model version churn v2/);
  await expect(version).toBeFocused();
  await expect(version).toHaveAccessibleName(/stands at @candidate/);
  await page.keyboard.press("Enter");
  await expect(node(page, /^Alias or stage churn @candidate/)).toBeVisible();
  await expect(version, "what was expanded keeps the focus").toBeFocused();
  expect(asked(page, "open")).toContain("~downstream");
  await page.keyboard.press("Space");
  const panel = page.getByRole("complementary", { name: "churn v2" });
  await expect(panel.getByText("Model version")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(panel, "the address holds what was chosen").toBeVisible();
  await expect(node(page, /^Alias or stage churn @candidate/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await version.focus();
  await page.keyboard.press("o");
  await expect(page).toHaveURL(new RegExp(`/${workspace.slug}/models/churn/2`));

  await page.goBack();
  await page.getByRole("tab", { name: "What it touches" }).click();
  await expect(
    page.getByText(
      // The incident that a rollback opens is there a moment later.
      /^2 model versions made of sales v1; 1 version in use now\. 1 rollback(?:, 1 incident not resolved)?\.$/,
    ),
  ).toBeVisible();
  const link = page.getByRole("link", { name: "live rollback" });
  const rollback = page.getByRole("row").filter({ has: link });
  await expect(rollback).toContainText("it is worse");
  await expect(link).toHaveAttribute("href", `/${workspace.slug}/deployments/live?tab=history`);
  await expectAccessible(page);
  await page.getByRole("switch", { name: "Only in use" }).click();
  await expect(page.getByRole("rowheader").filter({ hasText: "churn v" })).toHaveText(["churn v2"]);
  await expectAccessible(page);
});

test("many siblings are one box, which is searched, and from which one is taken out", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const { runs } = await makeLineage(api);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/runs/${runs[11]}`);
  await page.getByRole("link", { name: "Lineage" }).last().click();
  const sales = node(page, /^Dataset version sales v1/);
  await expect(sales).toBeVisible();
  await sales.click();
  const panel = page.getByRole("complementary", { name: "sales v1" });
  await panel.getByRole("button", { name: "Focus on it" }).click();
  await page.getByRole("button", { name: "4 more runs" }).click();
  const list = page.getByRole("complementary", { name: /^Run: downstream of sales/ });
  await expect(list.getByText("12 runs")).toBeVisible();
  await expectAccessible(page);
  await list.getByRole("searchbox").fill("fold 1");
  await expect(list.getByText("4 runs")).toBeVisible();
  await list.getByRole("button", { name: "Show fold 1 in the graph" }).click();
  await expect(node(page, /^Run fold 1,/)).toBeVisible();
  await expect(page.getByRole("button", { name: "3 more runs" })).toBeVisible();
  await list.getByRole("button", { name: "Show all in the graph" }).click();
  await expect(page.getByRole("button", { name: /more runs$/ })).toHaveCount(0);
});

test("the graph is taken away as a drawing, an image and data, with all that it shows", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const { last } = await makeLineage(api);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/lineage?node=run:${last}`);
  await expect(node(page, /^Run fold 12, in focus/)).toBeVisible();
  const save = async (format: string) => {
    await page.getByRole("button", { name: "Export" }).press("Enter");
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: format }).click();
    const file = await download;
    return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
  };

  const drawing = await save("Drawing (SVG)");
  expect(drawing.name).toBe("lineage-fold-12.svg");
  const isRead = await page.evaluate((text) => {
    const read = new DOMParser().parseFromString(text, "image/svg+xml");
    return (
      read.querySelector("parsererror") === null && read.querySelectorAll("[data-node]").length
    );
  }, drawing.content.toString("utf8"));
  expect(isRead).toBe(await page.locator("[data-lineage-node]").count());
  expect(drawing.content.toString("utf8")).toContain("Lineage of fold 12");

  const image = await save("Image (PNG)");
  expect(image.name).toBe("lineage-fold-12.png");
  expect(image.content.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(image.content.length).toBeGreaterThan(5_000);

  const data = await save("Data (JSON)");
  const graph = JSON.parse(data.content.toString("utf8"));
  expect(graph.nodes.map(({ title }: { title: string }) => title)).toEqual(
    expect.arrayContaining(["sales v1", "fold 12", "churn v2"]),
  );
});

test("on a phone the same graph is a table, and a moment before it was made is said so", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const { last } = await makeLineage(api);
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/lineage?node=run:${last}`);
  const table = page.getByRole("table", { name: /Nodes of the lineage graph/ });
  await expect(table.getByRole("row")).toHaveCount(4);
  await expect(table.getByRole("row", { name: /^sales v1/ })).toContainText("1 upstream");
  await expectAccessible(page);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "the page itself does not scroll sideways").toBeLessThanOrEqual(390);

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/${workspace.slug}/lineage?node=run:${last}&view=table`);
  await page.getByRole("button", { name: "Node", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Node" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await page.getByRole("searchbox", { name: "Search nodes" }).fill("churn");
  await expect(table.getByRole("rowheader")).toHaveText([/churn @candidate/, /churn v2/]);
  await expectAccessible(page);
  await page.goto(`/${workspace.slug}/lineage?node=run:${last}&at=2001-01-01T00:00:00.000Z`);
  await expect(page.getByText(/at that moment/)).toBeVisible();
  await page.getByRole("button", { name: "Show it as of now" }).click();
  await expect(node(page, /^Run fold 12/)).toBeVisible();
});
