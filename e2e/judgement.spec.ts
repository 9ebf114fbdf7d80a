import { deployChurn } from "./fixtures/churn";
import { expect, expectAccessible, test } from "./fixtures/test";

/** The churn example with two revisions, of which the first answers everybody. */
async function deployPair(place: { url: string; token: string; workspace: string }) {
  const rest = await deployChurn(place);
  const path = `/workspaces/${place.workspace}/deployments/churn`;
  const added = await rest("POST", `${path}/revisions`, {
    model: "churn",
    version: 1,
    backend: { kind: "onnx", maxBatch: 8 },
  });
  expect(added.status).toBeLessThan(300);
  await expect
    .poll(
      async () => {
        const { answer } = await rest("GET", `${path}/revisions`);
        return answer.items.map(({ state }: { state: { status: string } }) => state.status);
      },
      { timeout: 60_000 },
    )
    .toEqual(["ready", "ready"]);
  return { rest, path };
}

test("a rollout is started, paused, resumed, let on and aborted by people, each with its decision on record", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  const { token } = workspace.people.contributor;
  await deployPair({ url: baseURL ?? "", token, workspace: workspace.slug });
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/deployments/churn?tab=rollouts`);
  await expect(page.getByRole("heading", { name: "No rollout yet" })).toBeVisible();
  await page.getByRole("button", { name: "Start rollout" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: /^Kind/ }).click();
  await page.getByRole("option", { name: /^Manual/ }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Start rollout" }).click();
  const panel = page.getByRole("region", { name: "Rollout 1" });
  await expect(panel.getByText("In progress").first()).toBeVisible();
  await expectAccessible(page);

  const move = async (name: string) => {
    await panel.getByRole("button", { name, exact: true }).click();
    await page.getByRole("alertdialog").getByRole("button", { name, exact: true }).click();
  };
  await move("Pause");
  await expect(panel.getByText("Paused", { exact: true }).first()).toBeVisible();
  await move("Resume");
  await expect(panel.getByText("In progress").first()).toBeVisible();
  await move("Let on");
  await expect(page.getByText("candidate 50 %").first()).toBeVisible();
  await move("Abort");
  await expect(panel.getByText("Aborted", { exact: true }).first()).toBeVisible();
  const decisions = page.getByRole("list", { name: "Decisions" }).getByRole("listitem");
  await expect(decisions.filter({ hasText: /^Aborted/ }).first()).toContainText(
    "Contributor of the journey",
  );
  await expectAccessible(page);
  await page.getByRole("link", { name: "History", exact: true }).click();
  await expect(page.getByText("In force")).toBeVisible();
});

test("an A/B test is started with its split, read, and shipped with a reason", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  const { token } = workspace.people.contributor;
  const { rest, path } = await deployPair({
    url: baseURL ?? "",
    token,
    workspace: workspace.slug,
  });
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/deployments/churn?tab=tests`);
  await page.getByRole("button", { name: "Start an A/B test" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Start test" }).click();
  await expect(dialog.getByText("Name the test.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel(/^Name/).fill("Does it keep customers?");
  await dialog.getByLabel(/^Metric/).fill("stayed");
  await dialog.getByLabel(/^Slower at most/).fill("-1");
  await dialog.getByRole("button", { name: "Start test" }).click();
  await expect(dialog.getByText("A limit is never below the control.")).toBeVisible();
  await dialog.getByLabel(/^Slower at most/).fill("50");
  await dialog.getByRole("button", { name: "Start test" }).click();
  const panel = page.getByRole("region", { name: "A/B test 1" });
  await expect(panel.getByText("Keep running").first()).toBeVisible();
  await expect(panel.getByRole("list", { name: "Guardrails" })).toContainText(
    "Limit: at most 50 % and 1 ms above the control.",
  );
  await expectAccessible(page);

  const arm = (revision: number, share: number) => ({
    revision,
    n: 20_000,
    sum: 20_000 * share,
    sumSquares: 20_000 * share,
  });
  const posted = await rest("POST", `${path}/outcomes`, {
    metric: "stayed",
    items: [arm(1, 0.5), arm(2, 0.55)],
  });
  expect(posted.status).toBeLessThan(300);
  await page.reload();
  await expect(panel.getByText("Ship it").first()).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Ship", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Why").fill("it keeps five points more");
  await page.getByRole("dialog").getByRole("button", { name: "Ship", exact: true }).click();
  await expect(panel.getByText("Shipped").first()).toBeVisible();
  await expect(panel.getByText("it keeps five points more")).toBeVisible();
  await page.getByRole("link", { name: "Traffic", exact: true }).click();
  await expect(page.getByText("Traffic changed: revision 2 100 %")).toBeVisible();
});
