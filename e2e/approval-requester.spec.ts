import type { Page } from "@playwright/test";
import type { openApi } from "./fixtures/api";
import { openRest } from "./fixtures/rest";
import { fillSignIn, openElsewhere } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";
import type { TestWorkspace } from "./fixtures/workspace";

async function makeVersions(api: ReturnType<typeof openApi>, name: string): Promise<void> {
  await api.call("POST", "registered-models/create", { name });
  for (const source of ["s3://bucket/one", "s3://bucket/two"])
    await api.call("POST", "model-versions/create", { name, source });
}

/** Signs by the REST API what the request is now. */
async function approve(url: string, { people }: TestWorkspace, number: string): Promise<void> {
  const headers = {
    Authorization: `Bearer ${people.approver.token}`,
    "Content-Type": "application/json",
  };
  const address = `${url}/api/slipway/v1/approval-requests/${number}`;
  const { evidence } = await (await fetch(address, { headers })).json();
  const answer = await fetch(`${address}/votes`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      decision: "approve",
      meaning: "approval",
      evidenceHash: evidence.hash,
      signatureKey: crypto.randomUUID(),
    }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

const numberOf = (page: Page) => /approvals\/(\d+)/.exec(page.url())?.[1] ?? "";

test("a requester asks on the page of a version, for a chosen time, and takes it back", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await makeVersions(api, "churn");
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/models/churn/2`);
  await page.getByRole("button", { name: "Request promotion" }).click();
  const dialog = page.getByRole("dialog", { name: "Request promotion of version 2" });
  const champion = dialog.getByRole("radio", { name: "Alias @champion" });
  await expect(champion).toHaveAccessibleDescription(/1 person with the role approver or admin/);
  await dialog.getByRole("button", { name: "Send request" }).click();
  await expect(dialog.getByText("Choose where it should go.")).toBeVisible();
  await expect(champion, "the focus is at what is wrong").toBeFocused();
  await champion.click();
  await dialog.getByRole("textbox", { name: "Note" }).fill("**Better** recall for new customers.");
  await dialog.getByRole("textbox", { name: "Ticket" }).fill("https://tracker.example.org/ML-42");
  await dialog.getByRole("button", { name: "Add a step" }).click();
  await expect(dialog.getByLabel("Step 1: traffic in %")).toHaveValue("5");
  await dialog.getByLabel("Abort rule").fill("error rate over 1 % for 5 minutes");
  await dialog.getByRole("radio", { name: "At a chosen time" }).click();
  await dialog.getByLabel("Time", { exact: true }).fill("2099-01-01T09:00");
  await expect(dialog.getByText(/Your time zone:/).first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Send request" }).click();
  await expect(page).toHaveURL(/approvals\/\d+$/);
  await expect(page.getByText("new customers.")).toBeVisible();

  await page.goto(`/${workspace.slug}/approvals?view=requested`);
  await expect(page.getByText("Not yours to decide: You requested this.")).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "churn 2 to @champion" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/approvals\/\d+$/);
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByText("Withdrawn", { exact: true }).first()).toBeVisible();
});

test("a request for an environment may be about one deployment, which is the one that its page shows", async ({
  page,
  baseURL,
  api,
  signInAs,
  workspace,
}) => {
  await makeVersions(api, "churn");
  const { admin, contributor } = workspace.people;
  const [asked, boss] = [contributor, admin].map(({ token }) =>
    openRest(baseURL ?? "", token, workspace.slug),
  );
  if (!asked || !boss) throw new Error("Two people take part in this.");
  const target = { kind: "environment", value: "production" };
  const opened = await asked("POST", "/approval-requests", { model: "churn", version: 1, target });
  await approve(baseURL ?? "", workspace, String(opened.answer.number));
  for (const name of ["north", "south"]) {
    const made = await boss("POST", `/workspaces/${workspace.slug}/deployments`, {
      ...{ name, environment: "production", model: "churn", version: 1 },
      backend: { kind: "onnx" },
    });
    expect(made.status).toBeLessThan(300);
  }
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/models/churn/2`);
  await page.getByRole("button", { name: "Request promotion" }).click();
  const dialog = page.getByRole("dialog", { name: "Request promotion of version 2" });
  await expect(dialog.getByRole("combobox", { name: /^Deployment/ })).toBeHidden();
  await dialog.getByRole("radio", { name: "Environment production" }).click();
  await dialog.getByRole("combobox", { name: /^Deployment/ }).click();
  await page.getByRole("option", { name: "north" }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Send request" }).click();
  await expect(page).toHaveURL(/approvals\/\d+$/);
  await expect(page.getByText('environment "production", deployment "north" only')).toBeVisible();
  await expect(page.getByText("agreed on for deployment “north” only")).toBeVisible();
  await expect(page.getByRole("region", { name: "north" })).toContainText("Revision 1 (churn 1)");
  await expect(page.getByRole("region", { name: "south" })).toBeHidden();
  await expectAccessible(page);
});

test("an alias that is protected is asked for where it is set, and taken away by a request too", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  await makeVersions(api, "prices");
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/models/prices/1`);
  await page.getByRole("button", { name: "Set alias" }).click();
  const alias = page.getByRole("dialog", { name: "Set an alias to version 1" });
  await alias.getByRole("textbox", { name: "Alias" }).fill("champion");
  await expect(alias.getByText(/is protected by the policy “Production”/)).toBeVisible();
  await alias.getByRole("button", { name: "Request promotion…" }).click();
  const ask = page.getByRole("dialog", { name: "Request promotion of version 1" });
  await expect(ask.getByRole("radio", { name: "Alias @champion" })).toBeChecked();
  await ask.getByRole("button", { name: "Send request" }).click();
  await expect(page).toHaveURL(/approvals\/\d+$/);
  await approve(baseURL ?? "", workspace, numberOf(page));
  await expect(page.getByText("Applied", { exact: true }).first()).toBeVisible();

  await page.goto(`/${workspace.slug}/models/prices`);
  await page.getByRole("button", { name: "Remove alias champion" }).click();
  const away = page.getByRole("dialog", { name: "Request to take version 1 away" });
  await expect(away.getByText(/leaves the alias "champion"/)).toBeVisible();
  await away.getByRole("button", { name: "Send request" }).click();
  await expect(
    page.getByRole("heading", { name: "prices 1 away from @champion" }).first(),
  ).toBeVisible();
});

test("an admin promotes in an emergency with a signature, and somebody else closes what that leaves open", async ({
  page,
  browser,
  baseURL,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  await makeVersions(api, "fraud");
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/models/fraud/1`);
  await page.getByRole("button", { name: "Actions on this version" }).click();
  await page.getByRole("menuitem", { name: "Promote in an emergency…" }).click();
  const dialog = page.getByRole("dialog", { name: "Promote version 1 in an emergency" });
  await dialog.getByRole("radio", { name: "Alias @champion" }).click();
  await dialog.getByRole("textbox", { name: "Why it cannot wait" }).fill("The old one is down.");
  await expect(dialog).toContainText("I answer for bringing version 1 of fraud");
  await dialog.getByRole("textbox", { name: "Your password" }).fill("not the password");
  await dialog.getByRole("button", { name: "Sign and promote now" }).click();
  await expect(dialog.getByText("The password is wrong.")).toBeVisible();
  await expectAccessible(page);
  await dialog
    .getByRole("textbox", { name: "Your password" })
    .fill(workspace.people.admin.password);
  await dialog.getByRole("button", { name: "Sign and promote now" }).click();
  await expect(page).toHaveURL(/approvals\/\d+$/);
  await expect(page.getByText("Emergency", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Close follow-up…" })).toBeHidden();

  const other = await openElsewhere(browser, baseURL);
  await other.goto(`/${workspace.slug}/approvals?view=follow_ups`);
  await fillSignIn(other, workspace.people.approver);
  await expect(other.getByRole("img", { name: "1 waiting for you" })).toBeVisible();
  await expect(other.getByText("You may close the follow-up.")).toBeVisible();
  await expectAccessible(other);
  await other.getByRole("button", { name: "Close follow-up…" }).click();
  const close = other.getByRole("dialog", { name: "Close the follow-up" });
  await close.getByRole("textbox").fill("Looked into it: it stands.");
  await close.getByRole("button", { name: "Close follow-up" }).click();
  await expect(other.getByText("Nothing is owed", { exact: false })).toBeVisible();
  await other.context().close();
});

test("an admin writes a policy; a weaker one is published by another admin only", async ({
  page,
  signInAs,
  workspace,
}) => {
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/settings/policies`);
  await expect(page.getByRole("link", { name: "Production", exact: true })).toBeVisible();
  await expectAccessible(page);
  const change = async () => {
    await page.getByRole("button", { name: "Actions on the policy Production" }).click();
    await page.getByRole("menuitem", { name: "Change…" }).click();
    return page.getByRole("dialog", { name: "Change the policy “Production”" });
  };
  const editor = await change();
  await editor.getByLabel("How many different people must approve").fill("2");
  await editor.getByRole("button", { name: "Add a gate" }).click();
  await editor.getByRole("button", { name: "Save draft" }).click();
  await expect(editor.getByText("Some fields need another look")).toBeVisible();
  await expectAccessible(page);
  await editor.getByRole("textbox", { name: "Title" }).fill("AUC");
  await editor.getByRole("textbox", { name: "Key" }).fill("auc");
  await editor.getByRole("textbox", { name: "Metric" }).fill("auc");
  await editor.getByLabel("Threshold", { exact: true }).fill("0.8");
  await editor.getByRole("textbox", { name: "Why this change" }).fill("Two pairs of eyes.");
  await editor.getByRole("button", { name: "Save draft" }).click();
  await expect(editor).toBeHidden();
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Version 2 in force")).toBeVisible();
  await expect(page.getByText(/2 people with the role approver or admin/)).toBeVisible();

  const weaker = await change();
  await weaker.getByLabel("How many different people must approve").fill("1");
  await weaker.getByRole("textbox", { name: "Why this change" }).fill("Easier.");
  await weaker.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText(/another admin than its author publishes it/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Publish…" })).toBeHidden();
  await page.getByRole("link", { name: "Production", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Version 3" })).toBeVisible();
  await expectAccessible(page);

  await signInAs("viewer");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Version 3" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Discard draft" })).toBeHidden();
});
