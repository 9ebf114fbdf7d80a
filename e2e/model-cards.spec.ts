import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Api } from "./fixtures/api";
import { expect, expectAccessible, test } from "./fixtures/test";
import type { TestWorkspace } from "./fixtures/workspace";

/** A model with a version of a run that measured something, and a second version without a run. */
async function registerModel(api: Api): Promise<void> {
  const { experiments } = await api.call<{ experiments: { experiment_id: string }[] }>(
    "POST",
    "experiments/search",
    { max_results: 1 },
  );
  const run = await api.createRun(experiments[0]?.experiment_id ?? "", {
    name: "measured",
    metrics: { auc: 0.91, "auc/slice/region/eu": 0.72 },
    params: {},
  });
  await api.call("POST", "registered-models/create", { name: "churn" });
  await api.call("POST", "model-versions/create", {
    name: "churn",
    source: `runs:/${run}/model`,
    run_id: run,
    description: "Trained on spring, as a client says.",
  });
  await api.call("POST", "model-versions/create", { name: "churn", source: "s3://bucket/x" });
}

/** Saves a card as a script does. */
async function saveByRest(
  page: Page,
  { slug, people }: TestWorkspace,
  document: Record<string, unknown>,
): Promise<void> {
  const answer = await page.request.post(
    `/api/slipway/v1/workspaces/${slug}/models/churn/versions/2/card`,
    {
      headers: { Authorization: `Bearer ${people.contributor.token}` },
      data: { basedOn: 0, document },
    },
  );
  expect(answer.status()).toBe(200);
}

const card = (page: Page) => page.getByRole("article", { name: "Model card" });
const form = (page: Page) => page.getByRole("form", { name: "Model card" });
const save = (page: Page) => page.getByRole("button", { name: "Save card" }).click();

test("a card is proposed, saved, changed and compared, and what is missing leads to its field", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api);
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/models/churn/1`);
  await page
    .getByRole("navigation", { name: "Version" })
    .getByRole("link", { name: "Card" })
    .click();
  await expect(page.getByText("Proposed from what is known")).toBeVisible();
  await expect(card(page)).toContainText("Trained on spring, as a client says.");
  await expect(card(page)).toContainText("Proposed. The description of this version.");
  await expect(
    card(page).getByRole("row", { name: /auc region: eu 0\.72 As recorded/ }),
  ).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("e");
  await expect(form(page).getByLabel("Summary")).toBeFocused();
  await form(page).getByLabel("Intended use").fill("Weekly calls by the **retention** team.");
  await expectAccessible(page);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("Card 1 saved")).toBeVisible();
  await expect(page.getByText("Proposed from what is known")).toHaveCount(0);
  await expect(card(page).locator("strong", { hasText: "retention" })).toBeVisible();

  await page.getByRole("link", { name: "Ethics", exact: true }).click();
  await expect(form(page).getByLabel("Ethics")).toBeFocused();
  await form(page).getByLabel("Ethics").fill("Age is a proxy for income.");
  await form(page).getByLabel("Intended use").fill("Monthly calls by the **retention** team.");
  await form(page).getByLabel("What changed, and why").fill("As agreed with legal.");
  await save(page);
  await expect(page.getByRole("heading", { name: "Card 2" })).toBeVisible();
  await expect(page.getByText("As agreed with legal.").first()).toBeVisible();

  await page.getByRole("link", { name: "What card 2 changed" }).click();
  await expect(page.getByText("2 parts differ")).toBeVisible();
  await expect(page.locator("del", { hasText: "Weekly" })).toBeVisible();
  await expect(page.locator("ins", { hasText: "Monthly" })).toBeVisible();
  await expect(page.locator("ins", { hasText: "Age is a proxy" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Back to the card" }).click();
  await page.getByRole("link", { name: "Card 1", exact: true }).click();
  await expect(page.getByText("This is card 1 of 2")).toBeVisible();
  await expect(card(page)).toContainText("Weekly calls");
});

test("what is written is not lost on the way, and nobody is overwritten", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await registerModel(api);
  await signInAs("contributor");
  const address = `/${workspace.slug}/models/churn/2/card`;
  await page.goto(`${address}?edit=intendedUse`);
  await form(page).getByLabel("Intended use").fill("Mine.");
  await page.getByRole("link", { name: "Models" }).first().click();
  await page.getByRole("button", { name: "Cancel" }).last().click();
  await expect(form(page).getByLabel("Intended use")).toHaveValue("Mine.");

  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByText("What you had written is back")).toBeVisible();
  await expect(form(page).getByLabel("Intended use")).toHaveValue("Mine.");

  await saveByRest(page, workspace, { intendedUse: "Theirs.", licence: "MIT" });
  await expect(page.getByRole("alert").getByText(/has saved card 1 meanwhile/)).toBeVisible();
  await save(page);
  await expect(page.getByRole("heading", { name: "Card 2" })).toHaveCount(0);
  await page.getByRole("button", { name: "Save mine on top of it" }).click();
  await save(page);
  await expect(page.getByRole("heading", { name: "Card 2" })).toBeVisible();
  await expect(card(page)).toContainText("Mine.");
});

test("a viewer reads and exports, and cannot edit", async ({ page, api, signInAs, workspace }) => {
  await registerModel(api);
  await saveByRest(page, workspace, {
    summary: "Who leaves. <b>Soon</b>",
    licence: "Apache-2.0",
    tags: ["tabular"],
  });
  await signInAs("viewer");
  const address = `/${workspace.slug}/models/churn/2/card`;
  await page.goto(`${address}?edit=summary`);
  await expect(card(page)).toContainText("Who leaves.");
  await expect(page.getByRole("link", { name: "Edit" })).toHaveCount(0);
  // The second time the button is pressed, the menu of the first time has not gone yet.
  await page.addStyleTag({
    content: "[role=menu][data-state=closed] { animation-duration: 20s !important; }",
  });

  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Hugging Face card" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("churn-2-card-1.README.md");
  expect(await readFile(await file.path(), "utf8")).toMatch(
    /^---\nlicense: apache-2\.0\ntags:\n {2}- tabular\n/,
  );

  await page.getByRole("button", { name: "Export" }).click();
  const [print] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("menuitem", { name: "Page for print" }).click(),
  ]);
  await expect(print.getByRole("heading", { level: 1, name: "churn version 2" })).toBeVisible();
  await expect(print.getByText("Who leaves. Soon")).toBeVisible();
  // No script runs in the page itself, axe's neither: what was sent is looked at in another one.
  const sent = await (await page.request.get(print.url())).text();
  await page.setContent(sent);
  await expectAccessible(page);

  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(address);
  await expect(card(page)).toBeVisible();
  await expectAccessible(page);
});

test("a version of which nothing is known asks for a card", async ({
  page,
  api,
  signInAs,
  workspace,
}) => {
  await api.call("POST", "registered-models/create", { name: "bare" });
  await api.call("POST", "model-versions/create", { name: "bare", source: "s3://bucket/x" });
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/models/bare/1/card`);
  await expect(page.getByText("Nothing is said of this version yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Write the card" }).click();
  await expect(form(page).getByLabel("Summary")).toBeFocused();
});
