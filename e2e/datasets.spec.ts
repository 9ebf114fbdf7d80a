import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures/test";

const rows = (shift: number) =>
  Array.from({ length: 400 }, (_, index) => {
    const price = index % 20 === 0 ? "" : String((index % 50) + shift);
    return `${index},${price},${index % 3 ? "ideal" : "good"}`;
  });
const csv = (shift = 0) => ["id,price,cut", ...rows(shift), ""].join("\n");

const file = (content: string, name = "diamonds.csv") => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(content),
});

async function upload(page: Page, content: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("File", { exact: true }).setInputFiles(file(content));
  await dialog.getByRole("button", { name: "Upload" }).click();
}

test("a table is uploaded, read, checked and compared with its next version", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/datasets`);
  await expect(page.getByRole("heading", { name: "No datasets yet" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Upload a dataset" }).click();
  await expectAccessible(page);
  await upload(page, "a,b\n1\n");
  await expect(page.getByRole("dialog")).toContainText(/line 2/);
  await upload(page, csv());
  await expect(page.getByRole("heading", { level: 1, name: "diamonds" })).toBeVisible();
  await expect(page.getByText("SHA-256 of the whole file, computed here.")).toBeVisible();
  const price = page.getByRole("row", { name: /^price/ });
  await expect(price).toContainText("number");
  await expect(price).toContainText("5.0 %");
  await expectAccessible(page);

  await page.getByRole("link", { name: "Checks" }).click();
  await page.getByRole("button", { name: "Add a check" }).click();
  await page.getByRole("combobox", { name: "Column" }).click();
  await page.getByRole("option", { name: "price" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("20 of 400 rows do not meet it.")).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);

  await page.getByRole("button", { name: "Upload a version" }).click();
  await upload(page, csv(30));
  await expect(page).toHaveURL(/version=2/);
  await page.getByRole("link", { name: "Compare" }).click();
  const drifted = page.getByRole("row", { name: /^price/ });
  await expect(drifted).toContainText("much");
  await expect(page.getByRole("row", { name: /^cut/ })).toContainText("little");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Upload a version" }).click();
  await upload(page, csv());
  await expect(page.getByText("This is version 1 already")).toBeVisible();
  await page.getByRole("link", { name: "Versions" }).click();
  await expect(page.getByRole("link", { name: /^Version \d$/ })).toHaveCount(2);
  await expectAccessible(page);
});

test("what a run read leads to its dataset's version, and back", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const experiment = await api.createExperiment("training");
  const run = await api.createRun(experiment, { name: "first" });
  await api.call("POST", "runs/log-inputs", {
    run_id: run,
    datasets: [
      {
        tags: [{ key: "mlflow.data.context", value: "training" }],
        dataset: {
          name: "sales",
          digest: "0ab1",
          source_type: "s3",
          source: '{"uri": "s3://team/sales.csv"}',
          schema: '{"mlflow_colspec": [{"name": "amount", "type": "double"}]}',
          profile: '{"num_rows": 12}',
        },
      },
    ],
  });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/runs/${run}?tab=inputs`);
  await page.getByRole("link", { name: "sales version 1" }).click();
  await expect(page.getByText("Weakly identified")).toBeVisible();
  await expect(page.getByText("num_rows")).toBeVisible();
  await expect(page.getByRole("button", { name: "Upload a version" })).toBeHidden();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Used by" }).click();
  await expect(page.getByRole("link", { name: "first" })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/${workspace.slug}/datasets`);
  await page.getByRole("searchbox", { name: "Search datasets" }).fill("team SALES");
  await expect(page).toHaveURL(/q=team/);
  await expect(page.getByRole("link", { name: "sales" })).toBeVisible();
});

/** Lets go of a file over the place for it, as a mouse does. */
async function drop(page: Page, content: string, name: string): Promise<void> {
  const carried = await page.evaluateHandle(
    ([text, fileName]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], fileName, { type: "text/csv" }));
      return transfer;
    },
    [content, name] as const,
  );
  const place = page.getByRole("dialog").locator("label", { has: page.locator("[type=file]") });
  await place.dispatchEvent("dragover", { dataTransfer: carried });
  await place.dispatchEvent("drop", { dataTransfer: carried });
}

test("a file is dropped, stopped on its way, and sent again", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/datasets`);
  await page.getByRole("button", { name: "Upload a dataset" }).click();
  const dialog = page.getByRole("dialog");
  await drop(page, "not a table", "notes.txt");
  await dialog.getByRole("button", { name: "Upload" }).click();
  await expect(dialog.getByText("Send a .csv or .parquet file.")).toBeVisible();

  await drop(page, csv().repeat(400), "dropped.csv");
  await expect(dialog.getByText(/^dropped\.csv, /)).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("dropped");
  const network = await page.context().newCDPSession(page);
  const line = { offline: false, latency: 0, downloadThroughput: -1 };
  await network.send("Network.emulateNetworkConditions", { ...line, uploadThroughput: 20_000 });
  await dialog.getByRole("button", { name: "Upload" }).click();
  await expect(dialog.getByRole("status")).toHaveText(/^Sending, \d+ %$/);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Stop" }).click();
  await expect(dialog.getByRole("status")).toHaveCount(0);
  await expect(dialog.getByText(/^dropped\.csv, /), "the choice stays").toBeVisible();
  await network.send("Network.emulateNetworkConditions", { ...line, uploadThroughput: -1 });
  await page.reload();
  await expect(page.getByRole("heading", { name: "No datasets yet" })).toBeVisible();

  await page.getByRole("button", { name: "Upload a dataset" }).click();
  await drop(page, csv(), "dropped.csv");
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("dropped");
  await dialog.getByRole("button", { name: "Upload" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "dropped" })).toBeVisible();
});
