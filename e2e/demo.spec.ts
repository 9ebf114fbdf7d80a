import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { openApi } from "./fixtures/api";
import { freePort } from "./fixtures/server";
import { fillSignIn } from "./fixtures/sign-in";

test.describe.configure({ timeout: 900_000 });

test("The demo fills a workspace with real trainings, shows its sign-ins, and keeps one training going", async ({
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-demo-"));
  // PostgreSQL, which root runs as another account, has to pass through.
  await chmod(folder, 0o755);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // Two folders that nobody has made yet: the demo of a fresh clone makes its own.
  const data = join(folder, "new", "demo");
  const demo = spawn(process.execPath, ["scripts/demo.mjs"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PORT: String(port), SLIPWAY_DATA: data, CI: "1" },
  });
  const ended = once(demo, "exit");
  let output = "";
  for (const stream of [demo.stdout, demo.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  try {
    await expect
      .poll(() => demo.exitCode !== null || output.includes(`demo is at ${url}`), {
        timeout: 600_000,
      })
      .toBe(true);
    expect(demo.exitCode, output).toBeNull();
    expect(output).toMatch(/ada@example\.com +slipway demo +data scientist/);

    const token = await readFile(join(data, "secrets/demo-token"), "utf8");
    const api = openApi(url, token);
    const { experiments } = await api.call<{ experiments: { experiment_id: string }[] }>(
      "POST",
      "experiments/search",
      { max_results: 100 },
    );
    const find = (filter: string) =>
      api.call<{ runs?: unknown[] }>("POST", "runs/search", {
        experiment_ids: experiments.map(({ experiment_id }) => experiment_id),
        filter,
        max_results: 1_000,
      });
    expect((await find("status = 'FINISHED'")).runs?.length).toBeGreaterThan(200);
    await expect
      .poll(async () => (await find("status = 'RUNNING'")).runs?.length, { timeout: 60_000 })
      .toBe(1);

    const read = async (path: string): Promise<unknown> => {
      const place = `${url}/api/slipway/v1/workspaces/default${path}`;
      return (await fetch(place, { headers: { Authorization: `Bearer ${token}` } })).json();
    };
    const readFraud = (path: string) => read(`/deployments/fraud${path}`);
    expect(await read("/incidents/1")).toMatchObject({
      status: "resolved",
      resolution: expect.stringContaining("retrained as version 4"),
    });
    expect(await read("/incidents/1/acts")).toMatchObject({
      retraining: { status: "done", version: 4, rollout: 1 },
    });
    await expect
      .poll(() => readFraud("/rollouts/2"), { timeout: 240_000 })
      .toMatchObject({ phase: "rolled_back", reason: "The guardrail “honest-payments” failed." });
    expect(await readFraud("/ab-tests/1")).toMatchObject({
      decision: "shipped",
      result: { recommendation: "ship" },
    });
    expect(await readFraud("")).toMatchObject({
      plan: { weights: [{ revision: 4, weight: 10_000 }] },
    });

    await page.goto(url);
    await fillSignIn(page, { email: "amir@example.com", password: "slipway demo" });
    await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
    await page.goto(`${url}/default/experiments`);
    await expect(page.getByRole("link", { name: "seattle-weather" })).toBeVisible();

    await page.goto(`${url}/default/deployments/fraud?tab=rollouts`);
    await expect(page.getByText("Rolled back").first()).toBeVisible();
    await expect(page.getByText("honest-payments").first()).toBeVisible();
    await page.goto(`${url}/default/deployments/fraud?tab=tests`);
    await expect(page.getByText("Shipped").first()).toBeVisible();

    await page.goto(`${url}/default/incidents/1`);
    await expect(page.getByText("merchant_risk").first()).toBeVisible();
    await page.goto(`${url}/default/monitors`);
    await expect(page.getByRole("link", { name: "Drift of weather-by-year" })).toBeVisible();

    await page.goto(`${url}/default/approvals`);
    await page.getByRole("link", { name: "seattle-weather 2 to @champion" }).click();
    const gates = page.getByRole("table", { name: "Gates" }).getByRole("row");
    await expect(gates.filter({ hasText: "No worse than what serves" })).toContainText("Fail");
    await expect(gates.filter({ hasText: "Pass" })).toHaveCount(5);
    await page.goto(`${url}/default/approvals?view=decided`);
    for (const [model, status] of [
      ["seattle-weather", "Applied"],
      ["palmer-penguins", "Rejected"],
    ] as const)
      await expect(
        page.getByRole("listitem").filter({ hasText: `${model} 1 to @champion` }),
      ).toContainText(status);

    await page.goto(`${url}/default/datasets?q=weather`);
    await page
      .getByRole("listitem")
      .filter({ hasText: "Uploaded here" })
      .getByRole("link", { name: "seattle-weather" })
      .click();
    await expect(page.getByText("Same content")).toBeVisible();
    await page.getByRole("link", { name: "Checks" }).click();
    await expect(page.getByText("Passed")).toHaveCount(3);
    await expect(page.getByText("Warning", { exact: true })).toBeVisible();
  } finally {
    demo.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
