import { openRest } from "./fixtures/rest";
import { fillSignIn, openElsewhere } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";

test("an approver reads what a decision rests on, says what is wrong, and signs what it is in the end", async ({
  page,
  browser,
  baseURL,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  const url = baseURL ?? "";
  const { contributor, approver, admin, viewer } = workspace.people;
  const asked = openRest(url, contributor.token, workspace.slug);

  // One version that serves, and one that wants its place.
  await api.call("POST", "registered-models/create", { name: "churn" });
  const experiment = await api.createExperiment("churn");
  for (const [accuracy, depth] of [
    [0.8, "3"],
    [0.9, "5"],
  ] as const) {
    const run = await api.createRun(experiment, {
      name: `depth ${depth}`,
      params: { depth },
      metrics: {
        accuracy,
        "accuracy/slice/region/eu": accuracy - 0.05,
        "accuracy/slice/region/us": depth === "5" ? 0.6 : 0.85,
      },
    });
    await api.call("POST", "model-versions/create", {
      name: "churn",
      source: `runs:/${run}/model`,
      run_id: run,
    });
  }
  const target = { kind: "alias", value: "champion" };
  const first = await asked("POST", "/approval-requests", { model: "churn", version: 1, target });
  const boss = openRest(url, admin.token, workspace.slug);
  const before = await boss("GET", `/approval-requests/${first.answer.number}`);
  const signature = {
    decision: "approve",
    meaning: "approval",
    evidenceHash: before.answer.evidence.hash,
    signatureKey: "the-first-signature",
  };
  const path = `/approval-requests/${first.answer.number}/votes`;
  expect((await boss("POST", path, signature)).answer).toMatchObject({ status: "promoted" });
  expect((await boss("POST", path, signature)).answer, "sent again, it counted once").toMatchObject(
    { status: "promoted" },
  );
  const { answer } = await asked("POST", "/approval-requests", {
    model: "churn",
    version: 2,
    target,
    note: "Better on the **whole**.",
    ticketUrl: "https://tickets.example.org/browse/ML-7",
    plan: {
      description: "Slowly.",
      steps: [{ weight: 10, bakeMinutes: 60 }],
      abortRule: "Errors above 1 %",
    },
  });
  const number: number = answer.number;

  // Who may not: a viewer by token, the requester on screen.
  const onlooker = openRest(url, viewer.token, workspace.slug);
  const refused = await onlooker("POST", `/approval-requests/${number}/votes`, {
    ...signature,
    signatureKey: "a-viewer-signs",
  });
  expect(refused.status).toBe(403);

  await signInAs("approver");
  await page.goto(`/${workspace.slug}/approvals`);
  await page.getByRole("link", { name: "churn 2 to @champion" }).click();
  const panel = page.getByRole("complementary", { name: "Decision" });
  await expect(panel.getByText("You may sign this")).toBeVisible();
  await expect(panel.getByText("1 person more must approve.")).toBeVisible();
  await expect(panel.getByRole("link", { name: /tickets\.example\.org/ })).toBeVisible();
  const commenting = panel.getByRole("button", { name: "Comment" });
  await commenting.click();
  await expect(page.getByRole("dialog", { name: "Comment" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(commenting, "the focus is where it was").toBeFocused();
  const metrics = page.getByRole("table", { name: "Metrics of both versions" });
  await expect(metrics.getByRole("row", { name: /accuracy/ }).first()).toContainText("better");
  await expect(page.getByText("Not recorded").first()).toBeVisible();
  await expect(page.getByRole("list", { name: "What is known of the way back" })).toContainText(
    "Version 1 exists.",
  );
  await expect(page.getByRole("list", { name: "What changes downstream" })).toContainText(
    "from version 1 to version 2",
  );
  await expectAccessible(page);

  // Every tab has an address and a key.
  await page.keyboard.press("2");
  await expect(page).toHaveURL(/tab=changes/);
  await expect(page.getByRole("row", { name: /depth/ })).toContainText("Changed");
  await expectAccessible(page);
  await page.keyboard.press("5");
  await expect(page).toHaveURL(/tab=discussion/);

  // A blocking comment, by key, holds it up until it is resolved.
  await page.keyboard.press("c");
  const comment = page.getByRole("dialog", { name: "Comment" });
  await comment.getByRole("textbox", { name: "Comment" }).fill("Why is **us** worse?");
  await comment.getByRole("radio", { name: "Blocking" }).click();
  await expectAccessible(page);
  await comment.getByRole("button", { name: "Comment" }).click();
  await expect(comment).toBeHidden();
  await expect(panel.getByText("A blocking comment is not resolved.")).toBeVisible();
  await page.getByRole("button", { name: "Resolve" }).click();
  await expect(panel.getByText("A blocking comment is not resolved.")).toBeHidden();

  // The turn goes to the admin and comes back.
  await page.keyboard.press("d");
  const handover = page.getByRole("dialog", { name: "Hand over your turn" });
  await handover.getByRole("radio").first().click();
  await handover.getByRole("button", { name: "Hand over" }).click();
  await expect(handover).toBeHidden();
  await expect(panel.getByText("You cannot sign this")).toBeVisible();
  await panel.getByRole("button", { name: "Take your turn back" }).click();
  await expect(panel.getByText("You may sign this")).toBeVisible();

  // While the dialog is open the plan becomes another one: that is said, and nothing is signed unseen.
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Approve" });
  await expect(dialog).toContainText("on the evidence of revision 1");
  await asked("PATCH", `/approval-requests/${number}`, {
    plan: { description: "Slower still.", steps: [], abortRule: "" },
  });
  await expect(dialog.getByText(/The evidence has changed/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Sign", exact: true })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: /I have looked at it/ }).click();
  await dialog.getByRole("textbox", { name: "Your password" }).fill("not the password");
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(dialog.getByText("The password is wrong.").first()).toBeVisible();
  await dialog.getByRole("textbox", { name: "Your password" }).fill(approver.password);
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Applied", { exact: true }).first()).toBeVisible();

  // What is left is proof.
  await page.goto(`/${workspace.slug}/approvals/${number}?tab=history`);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("As it was written")).toBeVisible();
  await expect(page.getByRole("list", { name: "Evidence" })).toContainText("Slower still.");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export JSON" }).click();
  expect((await download).suggestedFilename()).toContain(`${number}.json`);
  await page.getByRole("link", { name: "Print or save as PDF" }).click();
  await expect(page.getByRole("heading", { name: "Signatures" })).toBeVisible();
  await expectAccessible(page);

  // Whoever may only look finds no button.
  const other = await openElsewhere(browser, baseURL);
  await other.goto(`/${workspace.slug}/approvals/${number}`);
  await fillSignIn(other, viewer);
  await expect(other.getByRole("heading", { name: "Decision" })).toBeVisible();
  await expect(other.getByRole("button", { name: "Approve", exact: true })).toBeHidden();
  await other.context().close();
});
