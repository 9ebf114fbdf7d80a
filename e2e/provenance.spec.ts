import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { encodeRunId } from "@/lib/runs/search-params/selection";
import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, test } from "./fixtures/test";

const commitOf = (name: string) => name.padEnd(40, "0");

test("runs from elsewhere tell where they came from, how they differ, and are run again with changes", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  const experimentId = await api.createExperiment("churn");
  const log = (name: string, commit: string, epochs: string) =>
    api.createRun(experimentId, {
      name,
      params: { epochs, seed: "7" },
      tags: {
        "mlflow.source.name": "train.py",
        "mlflow.source.git.commit": commitOf(commit),
        "mlflow.source.git.repoURL": "https://example.org/churn.git",
      },
    });
  const before = await log("before", "c0ffee", "20");
  const after = await log("after", "facade", "30");
  await signInAs("contributor");

  await page.goto(
    `/${workspace.slug}/compare?view=provenance&runs=${encodeRunId(before)},${encodeRunId(after)}`,
  );
  const table = page.getByRole("table", { name: "Provenance side by side" });
  const commit = table.getByRole("row", { name: /Commit/ });
  await expect(commit).toContainText("c0ffee000000…");
  await expect(commit).toContainText(/Other than the baseline:\s*facade000000…/);
  await expect(table.getByRole("row", { name: /seed/ })).toHaveCount(0);
  await page.getByText("3 things are the same").click();
  await expect(page.getByRole("row", { name: /Repository/ })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`/${workspace.slug}/runs/${after}`);
  const provenance = page.getByRole("region", { name: "Provenance" });
  await expect(provenance).toContainText("No job made it");
  await expect(provenance).toContainText("Packages: no list of them was logged.");
  await page.getByRole("button", { name: "Run again with changes" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Git repository")).toHaveValue("https://example.org/churn.git");
  await expect(dialog.getByLabel("Branch, tag or commit")).toHaveValue(commitOf("facade"));
  await expect(dialog).toContainText("Could not be pinned");
  await expectAccessible(page);
  // Nothing has to be fetched for what follows.
  await dialog.getByLabel("Git repository").fill("");
  await dialog.getByLabel("Branch, tag or commit").fill("");
  await dialog.getByLabel("Command", { exact: true }).fill("sleep 600");
  await page.getByRole("button", { name: "Launch" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "after" })).toBeVisible();
  const own = page.getByRole("region", { name: "Provenance" });
  await expect(own.getByRole("region", { name: "Machine" })).toContainText("Cores");
  await expect(own.getByRole("region", { name: "Could not be pinned" })).toContainText("Code:");
  const usage = page.getByRole("region", { name: "What it uses" });
  await expect(usage.getByRole("region", { name: "CPU, percent of a core" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Cancel job" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel job" }).click();
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
});

test("a lock file that a job was found with is read when somebody opens it, on the page of the job and of its run", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  const archive = pack();
  archive.entry({ name: "requirements.txt" }, "numpy==2.3.1\n");
  archive.finalize();
  const { token } = workspace.people.contributor;
  const place = `/workspaces/${workspace.slug}`;
  const sent = await fetch(
    `${baseURL}/api/slipway/v1${place}/source-snapshots?fileName=churn.tar.gz`,
    {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: gzipSync(await buffer(archive)),
    },
  );
  const { snapshot } = Object(await sent.json());
  const made = await openRest(baseURL ?? "", token, workspace.slug)("POST", `${place}/jobs`, {
    name: "locked",
    experimentId: 0,
    command: ["cat", "requirements.txt"],
    source: { snapshot: snapshot.sha256 },
  });
  expect(made.status).toBe(201);

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/jobs/1`);
  await expect(page.getByRole("group", { name: "Log" })).toContainText("numpy==2.3.1");
  const seeLock = async () => {
    await page.getByRole("button", { name: "Show requirements.txt" }).click();
    await expect(page.getByRole("dialog")).toContainText("numpy==2.3.1");
    await expectAccessible(page);
    await page.keyboard.press("Escape");
  };
  await seeLock();
  await page.getByRole("link", { name: "Open run" }).click();
  await page.waitForURL(/\/runs\//);
  await seeLock();
});
