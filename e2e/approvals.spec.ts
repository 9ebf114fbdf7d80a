import { openApi } from "./fixtures/api";
import { fillSignIn, openElsewhere } from "./fixtures/sign-in";
import { expect, expectAccessible, test } from "./fixtures/test";

test("a version reaches a protected alias by another person's signature, asked for by an unmodified client", async ({
  page,
  browser,
  baseURL,
  api,
  signInAs,
  workspace,
}) => {
  test.slow();
  await api.call("POST", "registered-models/create", { name: "churn" });
  await api.call("POST", "model-versions/create", { name: "churn", source: "s3://bucket/one" });
  const setAlias = () =>
    api.call("POST", "registered-models/alias", { name: "churn", alias: "champion", version: "1" });
  const address = await setAlias().then(
    () => "",
    (error: Error) => /https?:\/\/\S+\/approvals\/\d+/.exec(error.message)?.[0] ?? "",
  );
  expect(address, "the refusal names the page of the request").not.toBe("");

  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/approvals?view=requested`);
  await page.getByRole("link", { name: "churn 1 to @champion" }).click();
  await expect(page).toHaveURL(new RegExp(`${new URL(address).pathname}$`));
  await expect(page.getByText("You cannot sign this")).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toBeHidden();
  await expectAccessible(page);

  const other = await openElsewhere(browser, baseURL);
  await other.goto(`/${workspace.slug}/approvals`);
  await fillSignIn(other, workspace.people.approver);
  const link = other.getByRole("link", { name: "churn 1 to @champion" });
  await expect(link).toBeVisible();
  await expectAccessible(other);
  await link.click();
  await other.getByRole("button", { name: "Approve", exact: true }).click();
  const dialog = other.getByRole("dialog", { name: "Approve" });
  await expect(dialog).toContainText(
    'I approve bringing version 1 of churn to the alias "champion"',
  );
  await dialog.getByRole("textbox", { name: "Your password" }).fill("not the password");
  await dialog.getByRole("button", { name: "Sign" }).click();
  await expect(dialog.getByText(/password/i).first()).toBeVisible();
  await expect(dialog).toBeVisible();
  await expectAccessible(other);
  await dialog
    .getByRole("textbox", { name: "Your password" })
    .fill(workspace.people.approver.password);
  await dialog.getByRole("button", { name: "Sign" }).click();
  await expect(dialog).toBeHidden();
  await expect(other.getByText("Applied", { exact: true })).toBeVisible();
  await other.context().close();

  await expect(page.getByText("Applied", { exact: true }), "without a reload").toBeVisible();
  const { model_version } = await api.call<{ model_version: { version: string } }>(
    "GET",
    "registered-models/alias?name=churn&alias=champion",
  );
  expect(model_version.version).toBe("1");
});

test("a viewer reads a request and decides nothing; whoever asked takes it back", async ({
  page,
  api,
  baseURL,
  signInAs,
  workspace,
}) => {
  await api.call("POST", "registered-models/create", { name: "prices" });
  await api.call("POST", "model-versions/create", { name: "prices", source: "s3://bucket/one" });
  const alias = { name: "prices", alias: "production", version: "1" };
  await expect(api.call("POST", "registered-models/alias", alias)).rejects.toThrow(/approvals/);
  const refused = openApi(baseURL ?? "", workspace.people.viewer.token);
  await expect(refused.call("POST", "registered-models/alias", alias)).rejects.toThrow(/403/);

  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/approvals?view=open`);
  await page.getByRole("link", { name: "prices 1 to @production" }).click();
  await expect(page.getByRole("heading", { name: "Decision" })).toBeVisible();
  for (const name of ["Approve", "Reject", "Withdraw"])
    await expect(page.getByRole("button", { name, exact: true })).toBeHidden();

  await page.setViewportSize({ width: 390, height: 844 });
  await signInAs("contributor");
  await page.reload();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await page
    .getByRole("dialog", { name: "Withdraw this request?" })
    .getByRole("button", { name: "Withdraw" })
    .click();
  await expect(page.getByText("Withdrawn", { exact: true })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, "the page itself does not scroll sideways").toBeLessThanOrEqual(390);
  await expectAccessible(page);
});
