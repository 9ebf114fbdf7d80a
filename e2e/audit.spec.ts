import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { openApi } from "./fixtures/api";
import { expect, expectAccessible, expectFineAtBothWidths, test } from "./fixtures/test";

async function exportAs(page: Page, format: string): Promise<{ name: string; text: string }> {
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: format }).click(),
  ]);
  return {
    name: download.suggestedFilename(),
    text: await readFile(await download.path(), "utf8"),
  };
}

test("an auditor finds what somebody changed, reads what proves it, and takes it away", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  test.slow();
  const setDescription = (description: string) =>
    api.call("PATCH", "registered-models/update", { name: "churn", description });
  await api.call("POST", "registered-models/create", { name: "churn" });
  await setDescription("Who leaves within a month");
  await setDescription("Who leaves within a quarter");
  const other = openApi(baseURL ?? "", workspace.people.admin.token);
  await other.call("POST", "registered-models/create", { name: "prices" });
  await other.call("PATCH", "registered-models/update", { name: "prices", description: "Daily" });

  await signInAs("approver");
  await page.goto(`/${workspace.slug}/audit`);
  const events = page.getByRole("region", { name: "Events" });
  await expect(events.getByRole("link", { name: /Model described.*prices/ })).toBeVisible();
  await page.getByLabel("Action").click();
  await page.getByPlaceholder("Search action…").fill("model described");
  await page.getByRole("option", { name: /^Model described/ }).click();
  await expect(page).toHaveURL(/action=model\.described/);
  await expect(events.getByRole("link")).toHaveCount(3);
  await page.getByLabel("Actor").fill("contributor");
  await expect(page).toHaveURL(/actor=contributor/);
  await expect(events.getByRole("link")).toHaveCount(2);
  await page.reload();
  await expect(events.getByRole("link"), "the address holds the filters").toHaveCount(2);

  await events.getByRole("link").first().click();
  await expect(page).toHaveURL(/event=\d+/);
  const changed = events.getByRole("row", { name: /description/ });
  await expect(changed).toContainText("Who leaves within a month");
  await expect(changed).toContainText("Who leaves within a quarter");
  await expect(changed.locator("ins")).toHaveText("quarter");
  const proof = events.getByRole("region", { name: "Proof" });
  await expect(proof, "it gets its place without a reload").toContainText(/row \d+ of the chain/);
  await expect(proof.getByText(/^[0-9a-f]{64}$/)).toHaveCount(2);
  await expect(events.getByRole("region", { name: "Who and what" })).toContainText(
    `${workspace.people.contributor.email} (token journey), as contributor`,
  );
  await expectFineAtBothWidths(page);

  const csv = await exportAs(page, "CSV");
  expect(csv.name).toMatch(new RegExp(`^audit-${workspace.slug}-.*\\.csv$`));
  const [head, ...lines] = csv.text.trim().split(/\r?\n/);
  expect(head).toMatch(/^seq,id,at,actor,.*before,after,details,hash$/);
  expect(lines, "only what the filters let through").toHaveLength(2);
  expect(lines[0]).toContain("Who leaves within a quarter");
  // Chromium may stop a second download of one page that follows the first within moments.
  const another = await page.context().newPage();
  await another.goto(page.url());
  const json = await exportAs(another, "JSON");
  await another.close();
  expect(json.name).toMatch(/\.json$/);
  expect(JSON.parse(json.text)).toMatchObject([
    {
      action: "model.described",
      role: "contributor",
      before: { description: "Who leaves within a month" },
      after: { description: "Who leaves within a quarter" },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    { action: "model.described", after: { description: "Who leaves within a month" } },
  ]);
  await page.goto(`/${workspace.slug}/audit?action=audit.exported`);
  await expect(events.getByRole("link"), "both exports are on record").toHaveCount(2);
});

test("an auditor verifies the trail, and a legal hold keeps a model from being deleted", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  await api.call("POST", "registered-models/create", { name: "churn" });
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/audit`);
  await page.getByRole("link", { name: "Proof", exact: true }).click();
  await expect(page.getByText("Nobody has verified the trail from here yet.")).toBeVisible();
  await page.getByRole("button", { name: "Verify now" }).click();
  const outcome = page.getByRole("region", { name: "Verification" });
  await expect(outcome.getByText("The audit trail is intact"), "without a reload").toBeVisible();
  await expect(outcome).toContainText(/Rows 1 to \d+ are as they were written/);
  await expect(outcome).toContainText("Admin of the journey");
  await expectFineAtBothWidths(page);

  await page.goto(`/${workspace.slug}/settings/retention`);
  await expect(page.getByText("No legal hold")).toBeVisible();
  await page.getByRole("button", { name: "Place a hold" }).click();
  const dialog = page.getByRole("dialog", { name: "Place a legal hold" });
  await dialog.getByLabel("Model").fill("chrun");
  await dialog.getByLabel("Why").fill("Complaint 4711 is being looked into");
  await dialog.getByRole("button", { name: "Place hold" }).click();
  await expect(dialog.getByText("There is no model of this name.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Model").fill("churn");
  await dialog.getByRole("button", { name: "Place hold" }).click();
  await expect(dialog).toBeHidden();
  const holds = page.getByRole("region", { name: "Legal holds" });
  await expect(holds.getByText("In force", { exact: true })).toBeVisible();
  await expectFineAtBothWidths(page);

  const remove = () => api.call("DELETE", "registered-models/delete", { name: "churn" });
  await expect(remove()).rejects.toThrow(/"churn\\?" is under a legal hold/);
  await page.goto(`/${workspace.slug}/models/churn`);
  await page.getByRole("button", { name: "Actions on this model" }).click();
  await page.getByRole("menuitem", { name: "Delete model…" }).click();
  const question = page.getByRole("alertdialog");
  await question.getByRole("textbox").fill("churn");
  await question.getByRole("button", { name: "Delete model" }).click();
  await expect(
    page.getByText(/"churn" is under a legal hold since .*Complaint 4711.*An admin can release it/),
  ).toBeVisible();

  await page.goto(`/${workspace.slug}/settings/retention`);
  await holds.getByRole("button", { name: "Release the hold on churn" }).click();
  const release = page.getByRole("dialog", { name: "Release the hold on churn" });
  await release.getByLabel("Why").fill("The complaint was settled");
  await release.getByRole("button", { name: "Release hold" }).click();
  await expect(holds.getByText(/released by Admin of the journey.*was settled/)).toBeVisible();
  await remove();
});

test("the audit is closed to those who may not read it", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  for (const role of ["viewer", "contributor"] as const) {
    await signInAs(role);
    for (const path of ["audit", "audit/proof"]) {
      await page.goto(`/${workspace.slug}/${path}`);
      await expect(page.getByText("The audit trail is for approvers and admins")).toBeVisible();
      await expect(page.getByRole("button", { name: /^(Export|Verify now)$/ })).toHaveCount(0);
    }
    await page.goto(`/${workspace.slug}/settings/retention`);
    await expect(page.getByText("Retention is for approvers and admins")).toBeVisible();
    for (const path of ["audit/export?format=csv", "audit/checkpoints"]) {
      const answer = await page.request.get(`${baseURL}/api/ui/${workspace.slug}/${path}`);
      expect(answer.status(), `${role} asks for ${path}`).toBe(403);
    }
  }
  await expectFineAtBothWidths(page);
});
