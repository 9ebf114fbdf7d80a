import { openRest } from "./fixtures/rest";
import { expect, expectAccessible, test } from "./fixtures/test";

test("an approver sees what the card says otherwise, what was measured besides, and what changed since they looked", async ({
  page,
  baseURL,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  const { contributor, approver } = workspace.people;
  const asked = openRest(baseURL ?? "", contributor.token, workspace.slug);
  const boss = openRest(baseURL ?? "", workspace.people.admin.token, workspace.slug);
  const model = `/workspaces/${workspace.slug}/models/churn`;
  const target = { kind: "alias", value: "champion" };
  await api.call("POST", "registered-models/create", { name: "churn" });
  const experiment = await api.createExperiment("churn");
  const register = async (version: number, ethics: string, metrics: Record<string, number>) => {
    const run = await api.createRun(experiment, { metrics });
    await api.putArtifact(run, "fairness/groups.csv", "group,recall\nwinter,0.82\n");
    await api.call("POST", "model-versions/create", {
      name: "churn",
      source: `runs:/${run}/model`,
      run_id: run,
    });
    const document = { summary: "Finds who leaves.", ethics };
    const saved = await asked("POST", `${model}/versions/${version}/card`, {
      basedOn: 0,
      document,
    });
    expect(saved.status).toBeLessThan(300);
    const { answer } = await asked("POST", "/approval-requests", {
      model: "churn",
      version,
      target,
    });
    return answer.number as number;
  };
  const first = await register(1, "None known.", { "bias/parity": 0.1 });
  const before = await boss("GET", `/approval-requests/${first}`);
  await boss("POST", `/approval-requests/${first}/votes`, {
    decision: "approve",
    meaning: "approval",
    evidenceHash: before.answer.evidence.hash,
    signatureKey: "the-first-signature",
  });
  const number = await register(2, "Age is a proxy.", { "bias/parity": 0.2 });

  await signInAs("approver");
  await page.goto(`/${workspace.slug}/approvals/${number}?tab=card`);
  const says = `Held against card 1 of version 1, approved last for this place in request ${first}: 1 field differs.`;
  await expect(page.getByText(says)).toBeVisible();
  await expect(page.getByRole("region", { name: "Ethics" })).toContainText("Changed");
  await expect(page.getByRole("region", { name: "Summary" })).not.toContainText("Changed");
  await expectAccessible(page);

  await page.keyboard.press("3");
  await expect(page).toHaveURL(/tab=evaluation/);
  const bias = page.getByRole("table", { name: "Bias: metrics" });
  await expect(bias.getByRole("row", { name: /bias\/parity/ })).toContainText("0.1");
  await expect(page.getByRole("region", { name: "Bias" })).toContainText("winter");
  const load = page.getByRole("region", { name: "Load test" });
  await expect(load).toContainText("Not recorded");
  await expect(load).toContainText('mlflow.log_metric("load/latency_p95_ms", 38)');
  await expectAccessible(page);

  // The plan changes twice while they are away: what they see is the difference to what they had looked at.
  await page.goto(`/${workspace.slug}/approvals`);
  for (const description of ["Slowly.", "Slower still."]) {
    const plan = { description, steps: [], abortRule: "" };
    await asked("PATCH", `/approval-requests/${number}`, { plan });
  }
  await page.goto(`/${workspace.slug}/approvals/${number}`);
  await expect(page.getByText("Changed since revision 1, which you looked at")).toBeVisible();
  await expect(page.getByText("Slower still.").first()).toBeVisible();
  await expect(page.getByText("Slowly.")).toBeHidden();
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Approve" });
  await expect(dialog).toContainText("New since revision 1, which you looked at");
  await expect(dialog).toContainText("Slower still.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "I have looked at revision 3" }).click();
  await expect(page.getByText("Changed since revision 1, which you looked at")).toBeHidden();
  await page.keyboard.press("a");
  await dialog.getByRole("textbox", { name: "Your password" }).fill(approver.password);
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(page.getByText("Applied", { exact: true }).first()).toBeVisible();
});
