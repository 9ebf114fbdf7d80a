import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures/test";

const TAMPER = `document.title = "tampered"; try { parent.document.title = "tampered"; } catch {}`;
const HTML = `<!doctype html><title>Report</title><h1>Error by region</h1>
<script>${TAMPER}</script><img src="x" onerror="${TAMPER.replaceAll('"', "'")}">`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><title>A dot</title>
<circle cx="20" cy="20" r="15"/><script>${TAMPER}</script></svg>`;

/** One grey pixel. */
const DOT_PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

const FILES: Readonly<Record<string, string>> = {
  "report.html": HTML,
  "dot.svg": SVG,
  "notes.md": `# Why this run\n\nFewer trees. <script>${TAMPER}</script><b onclick="alert(1)">bold</b>`,
  "classes.json": `{"classes":["rain","sun"]}`,
  "code/train.py": "print('training')\n",
  "tables/errors.csv": "region,mae\nnorth,1.25\nsouth,2.5\n",
  "notebook.ipynb": JSON.stringify({
    cells: [
      { cell_type: "markdown", source: [`# How it was fitted\n<script>${TAMPER}</script>`] },
      {
        cell_type: "code",
        source: ["fit(data)"],
        execution_count: 7,
        metadata: {},
        outputs: [
          { output_type: "stream", name: "stdout", text: ["fitted in 2 s\n"] },
          {
            output_type: "display_data",
            data: {
              "text/html": `<b onclick="${TAMPER}">a table</b><img src=x onerror="${TAMPER}">`,
            },
          },
          { output_type: "display_data", data: { "image/png": DOT_PNG } },
        ],
      },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  }),
};

const fileOf = (page: Page, name: string) =>
  page.getByRole("tree", { name: "Files" }).getByRole("treeitem", { name });

test("the files of a run are read beside their tree, by keyboard too, and nothing in them runs", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const run = await api.createRun(await api.createExperiment("with files"), { name: "forest" });
  for (const [path, content] of Object.entries(FILES)) await api.putArtifact(run, path, content);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/runs/${run}?tab=artifacts`);
  const preview = page.getByLabel("Preview", { exact: true });
  await expect(page).toHaveTitle(/forest/);

  await fileOf(page, "classes.json").click();
  await expect(preview).toContainText('"classes": [');
  await expectAccessible(page);

  await fileOf(page, "notes.md").click();
  await expect(preview.getByRole("heading", { name: "Why this run" })).toBeVisible();
  await expect(preview.locator("script")).toHaveCount(0);

  await fileOf(page, "report.html").click();
  const frame = preview.frameLocator("iframe");
  await expect(frame.getByRole("heading", { name: "Error by region" })).toBeVisible();

  await fileOf(page, "dot.svg").click();
  const image = preview.getByRole("img", { name: "dot.svg" });
  await expect
    .poll(() => image.evaluate((node: HTMLImageElement) => node.naturalWidth))
    .toBeGreaterThan(0);

  await fileOf(page, "notebook.ipynb").click();
  await expect(preview).toContainText("fit(data)");
  await expect(preview).toContainText("[7]");
  await expect(preview.getByRole("heading", { name: "How it was fitted" })).toBeVisible();
  await expect(preview.getByText("fitted in 2 s")).toBeVisible();
  await expect(preview.frameLocator("iframe").getByText("a table")).toBeVisible();
  await expect
    .poll(() =>
      preview
        .getByRole("img", { name: "Output of cell 2" })
        .evaluate((node: HTMLImageElement) => node.naturalWidth),
    )
    .toBe(1);
  await expect(preview.locator("script")).toHaveCount(0);
  await expectAccessible(page);

  await fileOf(page, "tables").focus();
  await page.keyboard.press("ArrowRight");
  await expect(fileOf(page, "errors.csv")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(fileOf(page, "errors.csv")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(preview.getByRole("columnheader", { name: "mae" })).toBeVisible();
  await expect(preview.getByText("2.5", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(preview.getByRole("columnheader", { name: "mae" })).toBeVisible();
  await expect(page).toHaveTitle(/forest/);
});

test("a file that is opened at its own address runs nothing there either", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const run = await api.createRun(await api.createExperiment("opened"), {});
  await api.putArtifact(run, "dot.svg", SVG);
  await api.putArtifact(run, "report.html", HTML);
  await signInAs("viewer");
  for (const path of ["dot.svg", "report.html"]) {
    await page.goto(`/${workspace.slug}/runs/${run}?tab=artifacts&file=${path}`);
    const link = page.getByRole("link", { name: "Download" });
    const response = await page.request.get((await link.getAttribute("href")) ?? "");
    expect(response.status()).toBe(200);
    const headers = response.headers();
    expect(headers["content-security-policy"], path).toMatch(/(^|;)\s*sandbox(\s*;|$)/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  }
});

test("notes and tags of a run are written on its page, and every tab is accessible", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  const run = await api.createRun(await api.createExperiment("described"), {
    name: "described",
    params: { depth: "3" },
    metrics: { auc: 0.75, "system/cpu_utilization_percentage": 12.5 },
    tags: { team: "pricing" },
  });
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/runs/${run}`);
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("stage");
  await page.getByRole("textbox", { name: "Value" }).fill("candidate");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^(Save|Add)/ })
    .click();
  await expect(page.getByRole("button", { name: "Edit tag stage" })).toBeVisible();
  const stored = async () => {
    const { run: read } = await api.call<{ run: { data: { tags: object[] } } }>(
      "GET",
      `runs/get?run_id=${run}`,
    );
    return read.data.tags;
  };
  await expect.poll(stored).toContainEqual({ key: "stage", value: "candidate" });
  for (const tab of ["overview", "metrics", "system", "inputs", "artifacts"]) {
    await page.goto(`/${workspace.slug}/runs/${run}?tab=${tab}`);
    await expect(page.getByRole("heading", { level: 1, name: "described" })).toBeVisible();
    await expectAccessible(page);
  }
});

test("a run that has stopped writing loses its heartbeat under one's eyes", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  const experiment = await api.createExperiment("silent");
  const run = await api.createRun(experiment, {
    name: "stuck",
    metrics: { loss: 0.5 },
    status: "RUNNING",
  });
  await signInAs("viewer");
  // The browser's clock alone goes on: what the server says stays what it was.
  await page.clock.install();
  await page.goto(`/${workspace.slug}/runs/${run}`);
  await expect(page.getByText("Running", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.clock.fastForward("06:00");
  await expect(page.getByText("Heartbeat lost", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Running", { exact: true })).toHaveCount(0);
  await expectAccessible(page);

  await page.goto(`/${workspace.slug}/experiments/${experiment}`);
  const row = page.getByRole("row").filter({ hasText: "stuck" });
  await expect(row.getByRole("img", { name: "Heartbeat lost" })).toBeVisible();
  await expectAccessible(page);
});

test("what a run was made with is read from the files beside its model, else said not to be recorded", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const experiment = await api.createExperiment("environments");
  const bare = await api.createRun(experiment, { name: "bare" });
  const run = await api.createRun(experiment, {
    name: "with a model",
    tags: { "mlflow.docker.image.uri": "registry.example/trainer:3" },
  });
  const packages = Array.from({ length: 11 }, (_, index) => `package-${index}==1.${index}.0`);
  await api.putArtifact(run, "model/requirements.txt", [...packages, "xgboost==3.0.4"].join("\n"));
  await api.putArtifact(run, "model/python_env.yaml", "python: 3.11.7\n");
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/runs/${run}`);
  const card = page.getByRole("region", { name: "Environment" });
  await expect(card.getByText("3.11.7", { exact: true })).toBeVisible();
  await expect(card.getByText("registry.example/trainer:3")).toBeVisible();
  await expect(card.getByRole("heading", { name: "Packages (12)" })).toBeVisible();
  await card.getByRole("searchbox", { name: "Search packages" }).fill("xgboost");
  await expect(card.getByRole("row")).toHaveCount(1);
  await expect(card.getByText("3.0.4")).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/${workspace.slug}/runs/${bare}`);
  await expect(card.getByText("not recorded")).toHaveCount(2);
  await expectAccessible(page);
});
