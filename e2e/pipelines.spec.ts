import { createHmac, randomUUID } from "node:crypto";
import { expect, expectAccessible, test } from "./fixtures/test";

const DECLARATION = `command: echo learned from {{ rows }} rows with {{ model }}
parameters:
  rows: { type: integer, default: 10000, min: 100 }
  model: { type: choice, choices: [linear, trees], default: trees }
`;

test("a pipeline is declared, launched with checked values, by a schedule's and by another system's wish", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  await signInAs("contributor");
  await page.goto(`/${workspace.slug}/pipelines`);
  await expect(page.getByRole("heading", { name: "No pipelines yet" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "New pipeline" }).click();
  const dialog = page.getByRole("dialog");
  const declaration = dialog.getByRole("textbox", { name: "Declaration" });
  const write = async (text: string) => {
    await declaration.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(text);
  };
  await write("command: x");
  await page.keyboard.press("Tab");
  await expect(declaration, "Tab indents").toBeFocused();
  await expect(declaration).toHaveText(/^ {2}command: x$/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(declaration).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(declaration, "the first Escape is the editor's").toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: "New pipeline" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("train churn");
  await write(DECLARATION.replace("min: 100", "min: many"));
  await dialog.getByRole("button", { name: "Create pipeline" }).click();
  await expect(dialog.getByText(/^Line 3, parameters\.rows\.min:/)).toBeVisible();
  const wrong = declaration.locator(".cm-line.cm-wrong");
  await expect(wrong).toHaveText(/^\s*rows: /);
  await expect(declaration).toBeFocused();
  await expectAccessible(page);
  await write(DECLARATION);
  await expect(wrong, "what is mended is marked no more").toHaveCount(0);
  await dialog.getByRole("button", { name: "Create pipeline" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "train churn" })).toBeVisible();
  await expectAccessible(page);
  const home = page.url();

  await page.getByRole("button", { name: "Launch" }).click();
  await dialog.getByLabel(/^rows/).fill("5");
  await dialog.getByRole("button", { name: "Launch" }).click();
  await expect(dialog.getByRole("alert")).toContainText("At least 100.");
  await expectAccessible(page);
  await dialog.getByLabel(/^rows/).fill("500");
  await dialog.getByRole("combobox", { name: /^model/ }).click();
  await page.getByRole("option", { name: "linear" }).click();
  await dialog.getByRole("button", { name: "Launch" }).click();
  await page.waitForURL(/\/jobs\/1$/);
  const log = page.getByRole("group", { name: "Log" });
  await expect(log).toContainText("learned from 500 rows with linear");

  await page.goto(home);
  await page.getByRole("button", { name: "New schedule" }).click();
  await dialog.getByLabel(/^Name/).fill("nightly");
  await dialog.getByLabel(/^Cron/).fill("61 2 * * *");
  await dialog.getByRole("button", { name: "Create schedule" }).click();
  await expect(dialog.getByRole("alert").first()).toBeVisible();
  await dialog.getByLabel(/^Cron/).fill("30 2 * * *");
  await dialog.getByLabel(/^Time zone/).fill("Europe/Berlin");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Create schedule" }).click();
  await expect(page.getByText("30 2 * * *")).toBeVisible();

  await page.getByRole("button", { name: "New webhook" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("from CI");
  await dialog.getByRole("button", { name: "Create webhook" }).click();
  const told = dialog.locator("pre, code");
  await expect(told.filter({ hasText: "whsec_" }).first()).toBeVisible();
  await expectAccessible(page);
  const text = (await told.allInnerTexts()).join("\n");
  const [secret = ""] = /whsec_[\w-]+/.exec(text) ?? [];
  const [, hook = ""] = /\/hooks\/([\w-]{36})/.exec(text) ?? [];
  const body = JSON.stringify({ rows: 700 });
  const [id, time] = [randomUUID(), String(Math.floor(Date.now() / 1_000))];
  const mac = createHmac("sha256", secret).update(`${id}.${time}.${body}`).digest("base64");
  const send = () =>
    fetch(`${baseURL}/api/slipway/v1/hooks/${hook}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Slipway-Delivery-Id": id,
        "X-Slipway-Timestamp": time,
        "X-Slipway-Signature": `v1,${mac}`,
      },
      body,
    });
  expect((await send()).ok).toBe(true);
  await send();
  await page.goto(home);
  await expect(page.getByRole("link", { name: "job #2" })).toBeVisible();
  await page.getByRole("link", { name: "job #2" }).click();
  await expect(log).toContainText("learned from 700 rows with trees");

  await page.goto(home);
  await expect(page.getByText(/^Next: /)).toBeVisible();
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("Archived", { exact: true })).toBeVisible();
  await expect(page.getByText("30 2 * * *")).toBeVisible();
  await expect(page.getByText(/^Next: /), "what is archived is due no more").toBeHidden();
});

test("a viewer reads pipelines and launches none", async ({
  page,
  baseURL,
  signInAs,
  workspace,
}) => {
  const made = await fetch(`${baseURL}/api/slipway/v1/workspaces/${workspace.slug}/pipelines`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${workspace.people.contributor.token}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ name: "theirs", declaration: DECLARATION }),
  });
  expect(made.status).toBe(201);
  await signInAs("viewer");
  await page.goto(`/${workspace.slug}/pipelines`);
  await expect(page.getByRole("button", { name: "New pipeline" })).toBeHidden();
  await page.getByRole("link", { name: "theirs" }).click();
  await expect(page.getByText("learned from").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Launch" })).toBeHidden();
  await expectAccessible(page);
});
