import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { openElsewhere } from "./fixtures/sign-in";
import { query, test } from "./fixtures/single-sign-on";
import { expectAccessible } from "./fixtures/test";

const usersOf = (email: string) =>
  query<{ id: string; name: string }>("SELECT id, name FROM users WHERE email = $1", [email]);

/** Signs in at the provider's own pages, where any password will do. */
async function signInAtProvider(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

async function signIn(page: Page, name: string, callback = "/workspaces"): Promise<void> {
  await page.goto(callback);
  await page.getByRole("button", { name: "Continue with Harbour" }).click();
  await signInAtProvider(page, name);
}

const sessionOf = async (page: Page) =>
  (await page.context().cookies()).find(({ name }) => name === "slipway-session");

test("somebody new comes in through the provider, and lands on the page they asked for", async ({
  page,
  provider,
  name,
}) => {
  const email = `${name}@harbour.example`;
  provider.people.set(name, { email, email_verified: true, name: "Grace Hopper" });
  await page.goto("/default/settings/account");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Continue with Harbour" }).click();
  await signInAtProvider(page, name);
  await expect(page).toHaveURL(/\/default\/settings\/account$/);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Grace Hopper");
  await expect(page.getByText("Also signs in through oidc.")).toBeVisible();
  expect(await sessionOf(page)).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  const memberships = await query(
    `SELECT m.role FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.email = $1`,
    [email],
  );
  expect(memberships).toEqual([{ role: "viewer" }]);
});

test("the provider's subject is who somebody is, even when their e-mail address changes", async ({
  browser,
  provider,
  name,
  baseURL,
}) => {
  const [before, after] = [`${name}@before.example`, `${name}@after.example`];
  for (const email of [before, after]) {
    provider.people.set(name, { email, email_verified: true, name });
    const page = await openElsewhere(browser, baseURL);
    await signIn(page, name);
    await expect(page.getByRole("heading", { name: "Workspaces" })).toBeVisible();
    await expect(page.getByText(before)).toBeVisible();
    await page.context().close();
  }
  expect(await usersOf(before)).toHaveLength(1);
  expect(await usersOf(after)).toHaveLength(0);
});

test("a verified address is linked to the account that has it", async ({
  page,
  provider,
  name,
}) => {
  const id = randomUUID();
  const email = `${name}@linked.example`;
  await query("INSERT INTO users (id, email, name) VALUES ($1, $2, 'Known Person')", [id, email]);
  provider.people.set(name, { email: email.toUpperCase(), email_verified: true, name: "Other" });
  await signIn(page, name);
  await expect(page.getByRole("heading", { name: "Workspaces" })).toBeVisible();
  expect(await usersOf(email)).toEqual([{ id, name: "Known Person" }]);
  expect(await query("SELECT subject FROM identities WHERE user_id = $1", [id])).toEqual([
    { subject: name },
  ]);
});

test("an address that the provider has not verified opens nothing", async ({
  page,
  provider,
  name,
}) => {
  const id = randomUUID();
  const email = `${name}@victim.example`;
  await query("INSERT INTO users (id, email, name) VALUES ($1, $2, 'Victim')", [id, email]);
  provider.people.set(name, { email, email_verified: false, name: "Attacker" });
  await signIn(page, name);
  await expect(page.getByText("The provider has not verified your e-mail address")).toBeVisible();
  expect(await sessionOf(page)).toBeUndefined();
  expect(await query("SELECT 1 FROM identities WHERE user_id = $1", [id])).toEqual([]);
});

test("somebody without an address, and somebody who is disabled, are told why they cannot come in", async ({
  page,
  provider,
  name,
}) => {
  await signIn(page, name);
  await expect(page.getByText("The provider did not say your e-mail address")).toBeVisible();
  const email = `${name}@disabled.example`;
  await query("INSERT INTO users (id, email, name, disabled_at) VALUES ($1, $2, 'Gone', now())", [
    randomUUID(),
    email,
  ]);
  provider.people.set(name, { email, email_verified: true });
  await page.getByRole("button", { name: "Continue with Harbour" }).click();
  await expect(page.getByText("This account is disabled")).toBeVisible();
  expect(await sessionOf(page)).toBeUndefined();
});

/** Begins a sign-in as the page does, and answers where it sends the browser. */
async function beginSignIn(page: Page): Promise<URL> {
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const answer = await page.request.post("/api/auth/signin/oidc", {
    form: { csrfToken, json: "true", callbackUrl: "/workspaces" },
  });
  return new URL((await answer.json()).url);
}

test("the request carries state, nonce and a PKCE challenge", async ({ page, provider }) => {
  const url = await beginSignIn(page);
  expect(url.origin).toBe(provider.issuer);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: "code",
    scope: "openid email profile",
    state: expect.stringMatching(/.{20}/),
    nonce: expect.stringMatching(/.{20}/),
    code_challenge: expect.stringMatching(/.{20}/),
    code_challenge_method: "S256",
  });
});

test("cannot be begun from another site: it needs the token that only our pages know", async ({
  page,
}) => {
  const answer = await page.request.post("/api/auth/signin/oidc", {
    form: { csrfToken: "guessed", json: "true" },
  });
  expect((await answer.json()).url).toContain("csrf=true");
});

const tampering: readonly [string, (url: URL) => void][] = [
  ["another state", (url) => url.searchParams.set("state", "x".repeat(43))],
  ["another nonce", (url) => url.searchParams.set("nonce", "x".repeat(43))],
  ["another challenge", (url) => url.searchParams.set("code_challenge", "x".repeat(43))],
];
for (const [title, tamper] of tampering)
  test(`a sign-in with ${title} than the one that was begun is refused`, async ({
    page,
    provider,
    name,
  }) => {
    provider.people.set(name, { email: `${name}@state.example`, email_verified: true });
    const url = await beginSignIn(page);
    tamper(url);
    await page.goto(url.href);
    await signInAtProvider(page, name);
    await expect(page.getByText("The sign-in was not completed")).toBeVisible();
    expect(await sessionOf(page)).toBeUndefined();
    expect(await usersOf(`${name}@state.example`)).toEqual([]);
  });

test("a sign-in that another browser began is refused", async ({
  page,
  browser,
  provider,
  name,
  baseURL,
}) => {
  provider.people.set(name, { email: `${name}@other.example`, email_verified: true });
  const url = await beginSignIn(page);
  const other = await openElsewhere(browser, baseURL);
  await other.goto(url.href);
  await signInAtProvider(other, name);
  await expect(other.getByText("The sign-in was not completed")).toBeVisible();
  expect(await sessionOf(other)).toBeUndefined();
  await other.context().close();
});

test("GitHub says who somebody is by their verified primary address", async ({
  page,
  github,
  name,
}) => {
  const email = `${name}@github.example`;
  const emails = [
    { email: `${name}@second.example`, primary: false, verified: true },
    { email, primary: true, verified: false },
  ];
  github.user = { id: Math.floor(Math.random() * 1e9), login: name, name: null, emails };
  await page.goto("/workspaces");
  await page.getByRole("button", { name: "Continue with GitHub" }).click();
  await expect(page.getByText("The provider has not verified your e-mail address")).toBeVisible();
  expect(await usersOf(email)).toEqual([]);
  github.user = {
    ...github.user,
    emails: emails.map((one) => ({ ...one, verified: true })),
  };
  await page.getByRole("button", { name: "Continue with GitHub" }).click();
  await expect(page.getByRole("heading", { name: "Workspaces" })).toBeVisible();
  expect(await usersOf(email)).toMatchObject([{ name }]);
  expect(await usersOf(`${name}@second.example`)).toEqual([]);
});

test("a provider that is down is said to be so, and the password still works", async ({
  page,
  provider,
}) => {
  await provider.stop();
  try {
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Continue with Harbour" }).click();
    await expect(page.getByText("The sign-in provider cannot be reached")).toBeVisible();
    await page.getByLabel("E-mail").fill("admin@example.org");
    await page.getByLabel("Password", { exact: true }).fill("the administrator of the journeys");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).not.toHaveURL(/sign-in/);
  } finally {
    await provider.start();
  }
});
