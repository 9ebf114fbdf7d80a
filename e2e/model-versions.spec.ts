import { MLMODEL, register, registerModel } from "./fixtures/registry";
import { expect, test } from "./fixtures/test";

test("a version is measured against the one before it, by slice, and compared with any other down to its signature", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await api.call("POST", "registered-models/create", { name: "churn" });
  await register(api, "churn", 0.7, {
    metrics: { "auc/slice/region/eu": 0.72, "auc/slice/region/apac": 0.66 },
  });
  await register(api, "churn", 0.8, {
    metrics: { "auc/slice/region/eu": 0.85, "auc/slice/region/apac": 0.6 },
    params: { depth: "5" },
    mlmodel: MLMODEL.replace('"name": "carat"', '"name": "weight"'),
  });
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/models/churn/2`);
  const metrics = page.getByRole("group", { name: "Metrics" });
  await expect(metrics.getByRole("row", { name: /^auc 0\.8.*0\.7.*better/ })).toBeVisible();
  await expect(metrics.getByRole("row", { name: /^loss 0\.2.*0\.3.*better/ })).toBeVisible();
  const facts = page.getByRole("complementary", { name: "Facts" });
  await expect(facts).toContainText("2 files");
  await expect(facts).toContainText("Not recorded");
  await expect(page.getByRole("row", { name: /scikit-learn 1\.9\.1/ })).toBeVisible();
  await page.getByRole("radio", { name: "Predict" }).click();
  await expect(page.getByText('"weight": [0.5],  # double')).toBeVisible();

  await page.getByRole("link", { name: "Evaluation" }).click();
  await expect(page.getByText("auc is worst where region is apac")).toBeVisible();
  await expect(
    page.getByRole("row", { name: /apac Worst, lost most 0\.6.*0\.66.*worse/ }),
  ).toBeVisible();
  await expect(page.getByRole("row", { name: /^eu 0\.85.*better/ })).toBeVisible();

  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await page.getByRole("combobox", { name: "Version", exact: true }).click();
  await page.getByRole("option", { name: /^Version 1/ }).click();
  await expect(page).toHaveURL(/tab=compare&with=1$/);
  await expect(page.getByRole("row", { name: /depth 5 3 Changed/ })).toBeVisible();
  await expect(page.getByText("Incompatible")).toBeVisible();
  await expect(page.getByRole("row", { name: /weight.*callers do not send/ })).toBeVisible();
  await page.goto(`/${workspace.slug}/models/churn/2?tab=compare&with=99`);
  await expect(page.getByRole("alert").filter({ hasText: "nothing to compare" })).toBeVisible();
});

test("all files of a version come as one archive", async ({ page, api, signInAs, workspace }) => {
  await registerModel(api, "churn", [0.7]);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/models/churn/1?tab=files`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download all" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("churn-1.tar");
  expect(await download.failure()).toBeNull();
});

test("the list says what serves where and what is known of health, and is narrowed to it", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api, "churn", [0.7, 0.8]);
  await registerModel(api, "quiet", [0.9]);
  await api.call("POST", "registered-models/alias", {
    name: "churn",
    alias: "candidate",
    version: "2",
  });
  await expect(
    api.call("POST", "registered-models/alias", { name: "churn", alias: "champion", version: "2" }),
  ).rejects.toThrow(/PERMISSION_DENIED/);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/models`);
  const grid = page.getByRole("grid", { name: "Models" });
  await expect(
    grid.getByRole("row", { name: /churn.*candidate → 2.*Medium.*1 request/ }),
  ).toBeVisible();
  await expect(grid.getByRole("row", { name: /quiet.*Medium.*No monitor yet/ })).toBeVisible();
  await page.getByRole("combobox", { name: "Health" }).click();
  await page.getByRole("option", { name: "Request waits" }).click();
  await expect(page).toHaveURL(/health=waiting/);
  await expect(grid.getByText("quiet")).toHaveCount(0);
  await grid.getByRole("link", { name: "churn" }).click();

  const facts = page.getByRole("complementary", { name: "Facts" });
  await expect(facts.getByRole("listitem").filter({ hasText: /^@champion/ })).toContainText(
    "empty",
  );
  await expect(facts.getByRole("listitem").filter({ hasText: /^@candidate/ })).toContainText(
    "Version 2",
  );
  await expect(page.getByText("Version 2 to @champion")).toBeVisible();
  await expect(facts.getByText("Version 2 came to @candidate")).toBeVisible();
});
