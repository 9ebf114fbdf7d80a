import { openRest } from "./fixtures/rest";
import { fillSignIn, openElsewhere } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";

const nextMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

test("a failing gate is waived by name, reason and day; everybody signs again, and then it is promoted", async ({
  page,
  browser,
  baseURL,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  const { contributor, approver, admin } = workspace.people;
  const boss = openRest(baseURL ?? "", admin.token, workspace.slug);
  const { answer: policies } = await boss("GET", "/approval-policies");
  const [policy] = policies.items;
  const draft = await boss("POST", "/approval-policies", {
    policyId: policy.id,
    name: policy.name,
    reason: "What serves has to be right often enough.",
    document: {
      ...policy.inForce.document,
      gates: [
        {
          key: "accuracy",
          kind: "metric_threshold",
          title: "Accuracy",
          isBlocking: true,
          config: { metric: "accuracy", operator: ">=", threshold: 0.9 },
        },
      ],
    },
  });
  const { policyVersionId } = draft.answer;
  const published = await boss("POST", `/approval-policy-versions/${policyVersionId}/publish`);
  expect(published.status).toBe(200);

  await api.call("POST", "registered-models/create", { name: "churn" });
  const run = await api.createRun(await api.createExperiment("churn"), {
    metrics: { accuracy: 0.84 },
  });
  await api.call("POST", "model-versions/create", {
    name: "churn",
    source: `runs:/${run}/model`,
    run_id: run,
  });
  const asked = await openRest(baseURL ?? "", contributor.token, workspace.slug)(
    "POST",
    "/approval-requests",
    { model: "churn", version: 1, target: { kind: "alias", value: "champion" } },
  );
  const path = `/${workspace.slug}/approvals/${asked.answer.number}`;

  // Whoever asked for it sees that it is held up, and finds no way around.
  const requester = await openElsewhere(browser, baseURL);
  await requester.goto(path);
  await fillSignIn(requester, contributor);
  await expect(requester.getByText('The gate "Accuracy" fails.').first()).toBeVisible();
  await expect(requester.getByRole("button", { name: "Waive", exact: true })).toBeHidden();

  // An approver's signature is not enough while it fails.
  await signInAs("approver");
  await page.goto(path);
  const panel = page.getByRole("complementary", { name: "Decision" });
  const sign = async () => {
    await page.keyboard.press("a");
    const dialog = page.getByRole("dialog", { name: "Approve" });
    await dialog.getByRole("textbox", { name: "Your password" }).fill(approver.password);
    await dialog.getByRole("button", { name: "Sign", exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  await sign();
  await expect(panel.getByText("1 of 1 approval", { exact: true })).toBeVisible();
  await expect(panel.getByText('The gate "Accuracy" fails.')).toBeVisible();

  // A message that fades behind a dialog is nobody's to read: axe would measure it all the same.
  await expect(page.locator("[data-sonner-toast]")).toHaveCount(0);

  // The waiver wants a reason and a day, and takes their own signature back too.
  await page.getByRole("button", { name: "Waive", exact: true }).click();
  const waiver = page.getByRole("dialog", { name: "Waive “Accuracy”" });
  await waiver.getByRole("textbox", { name: "Why it may pass" }).fill("Better than what is there.");
  await waiver.getByRole("button", { name: "Waive", exact: true }).click();
  await expect(waiver.getByText(/Choose the last day/)).toBeVisible();
  await expectAccessible(page);
  await waiver.getByLabel("Until the end of").fill(nextMonth());
  await waiver.getByRole("button", { name: "Waive", exact: true }).click();
  await expect(waiver).toBeHidden();
  const words = `Waived by ${approver.email} until`;
  await expect(page.getByText(words)).toContainText("Better than what is there.");
  await expect(panel.getByText("1 person more must approve.")).toBeVisible();
  await expect(panel.getByText('The gate "Accuracy" fails.')).toBeHidden();
  await expect(page.getByText("Changed since revision 1, which you signed")).toBeVisible();
  await expect(page.getByText("Gate accuracy: waiver")).toBeVisible();
  await expectAccessible(page);

  await sign();
  await expect(page.getByText("Applied", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(words), "what was waived stays in sight").toBeVisible();
  await expect(requester.getByText("Applied", { exact: true }).first()).toBeVisible();
  const { model_version } = await api.call<{ model_version: { version: string } }>(
    "GET",
    "registered-models/alias?name=churn&alias=champion",
  );
  expect(model_version.version).toBe("1");
  await requester.context().close();
});
