import { fillSignIn, openElsewhere } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";

test("one person raises a risk tier; to lower it takes somebody else who has no part in the model", async ({
  page,
  browser,
  baseURL,
  api,
  signInAs,
  workspace,
}) => {
  const { admin, approver } = workspace.people;
  await api.call("POST", "registered-models/create", { name: "churn" });
  await api.call("POST", "model-versions/create", { name: "churn", source: "s3://bucket/one" });
  await signInAs("admin");
  await page.goto(`/${workspace.slug}/models/churn`);
  const card = page.locator("section", {
    has: page.getByRole("heading", { name: "Risk tier" }),
  });
  await expect(card).toContainText("Medium");
  await expect(card).toContainText("Nobody has given a reason for this tier.");

  const change = async (tier: string, reason: string, submit: string) => {
    await card.getByRole("button", { name: "Change…" }).click();
    const dialog = page.getByRole("dialog", { name: "Change the risk tier of churn" });
    await dialog.getByRole("radio", { name: tier, exact: true }).click();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: submit, exact: true }).click();
    await expect(dialog.getByText("Say why the model belongs there.")).toBeVisible();
    await dialog.getByRole("textbox", { name: "Why it belongs there" }).fill(reason);
    await dialog.getByRole("button", { name: submit, exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  await change("High", "It decides about prices.", "Change");
  await expect(card).toContainText("High");
  await expect(card).toContainText("It decides about prices.");

  await change("Low", "Prices are set elsewhere now.", "Propose");
  await expect(card.getByText("Proposed: low instead of high")).toBeVisible();
  await expect(card).toContainText("The risk tier would be lower: low instead of high.");
  await expect(card).toContainText("You proposed this.");
  await expect(card.getByRole("button", { name: "Confirm" })).toBeHidden();
  await expectAccessible(page);

  // Somebody else is told, refuses it the first time and confirms it the second.
  const other = await openElsewhere(browser, baseURL);
  await other.goto(`/${workspace.slug}/notifications`);
  await fillSignIn(other, approver);
  await other.getByRole("link", { name: /proposes low risk for churn instead of high/ }).click();
  const seen = other.locator("section", {
    has: other.getByRole("heading", { name: "Risk tier" }),
  });
  await seen.getByRole("button", { name: "Refuse" }).click();
  await expect(seen.getByText("Proposed: low instead of high")).toBeHidden();
  await expect(card.getByText("Proposed: low instead of high"), "without a reload").toBeHidden();
  await change("Low", "Prices are set elsewhere, as agreed.", "Propose");
  await seen.getByRole("button", { name: "Confirm" }).click();
  await expect(seen).toContainText("Prices are set elsewhere, as agreed.");
  await expect(seen.getByText("Proposed: low instead of high")).toBeHidden();
  await seen.getByText("Changes of the tier").click();
  const changes = seen.getByRole("list", { name: "Changes of the tier" });
  await expect(changes).toContainText(`confirmed by ${approver.email}`);
  await expect(changes).toContainText(`refused by ${approver.email}`);
  await expect(changes).toContainText(admin.email);
  await expectAccessible(other);
  await other.context().close();
});
