import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import Provider from "oidc-provider";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { freePort, type RunningServer, startServer } from "./fixtures/server";

const TOKEN = "a-token-for-the-sign-in-journeys";
const SECRET = "a secret that Slipway shares with the provider";
const ADMIN = "admin@example.org";
const quiet = { info: () => undefined, warn: () => undefined };

/** Who the provider knows, by the login typed at its own page. */
const ACCOUNTS: Readonly<Record<string, { email: string; email_verified: boolean }>> = {
  grace: { email: "grace@example.org", email_verified: true },
  impostor: { email: ADMIN, email_verified: false },
};

interface Site {
  slipway: RunningServer;
  provider: Server;
}

async function openProvider(port: number, slipwayUrl: string): Promise<Server> {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: "slipway",
        client_secret: SECRET,
        redirect_uris: [`${slipwayUrl}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["a key of the journeys"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: id, ...ACCOUNTS[id] }),
    }),
  });
  const server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

const test = base.extend<object, { site: Site }>({
  site: [
    async ({ browserName: _ }, use) => {
      const dataFolder = await mkdtemp(join(tmpdir(), "slipway-sso-"));
      const postgres = await startEmbeddedPostgres({ dataFolder, log: quiet });
      const [port, issuerPort] = [await freePort(), await freePort()];
      const provider = await openProvider(issuerPort, `http://127.0.0.1:${port}`);
      const slipway = await startServer({
        PORT: String(port),
        DATABASE_URL: postgres.url,
        SLIPWAY_DATA: dataFolder,
        SLIPWAY_ADMIN_EMAIL: ADMIN,
        SLIPWAY_ADMIN_PASSWORD: "the administrator of the journeys",
        SLIPWAY_ADMIN_TOKEN: TOKEN,
        OIDC_ISSUER: `http://127.0.0.1:${issuerPort}`,
        OIDC_CLIENT_ID: "slipway",
        OIDC_CLIENT_SECRET: SECRET,
        OIDC_NAME: "Company account",
        SSO_DEFAULT_ROLE: "viewer",
      });
      await use({ slipway, provider });
      await slipway.stop();
      provider.closeAllConnections();
      provider.close();
      await postgres.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

test.describe.configure({ mode: "serial" });

async function signInAt(page: Page, site: Site, login: string): Promise<void> {
  await page.goto(`${site.slipway.url}/sign-in`);
  await page.getByRole("button", { name: "Continue with Company account" }).click();
  await page.getByPlaceholder("Enter any login").fill(login);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

async function listUsers(site: Site): Promise<string[]> {
  const response = await fetch(`${site.slipway.url}/api/slipway/v1/users?limit=100`, {
    headers: { Authorization: `Bearer ${TOKEN}` },
  });
  const { items } = await response.json();
  return items.map(({ email }: { email: string }) => email).sort();
}

test("somebody whom the provider vouches for gets an account once, with the configured role", async ({
  browser,
  site,
}) => {
  for (let time = 1; time <= 2; time += 1) {
    const page = await browser.newPage();
    await signInAt(page, site, "grace");
    await expect(page).toHaveURL(/\/default/);
    await page.close();
    expect(await listUsers(site)).toEqual([ADMIN, "grace@example.org"]);
  }
});

test("an address that the provider has not verified opens nobody's account", async ({
  page,
  site,
}) => {
  await signInAt(page, site, "impostor");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("alert").filter({ hasText: /verif/i })).toBeVisible();
  expect(await listUsers(site)).toEqual([ADMIN, "grace@example.org"]);
});

test("an answer with a state that we did not ask for is refused", async ({ page, site }) => {
  await page.goto(`${site.slipway.url}/sign-in`);
  await page.goto(`${site.slipway.url}/api/auth/callback/oidc?code=stolen&state=forged`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`${site.slipway.url}/default/experiments`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("while the provider is down the sign-in page says so and passwords still work", async ({
  page,
  site,
}) => {
  site.provider.closeAllConnections();
  site.provider.close();
  await page.goto(`${site.slipway.url}/sign-in`);
  await page.getByRole("button", { name: "Continue with Company account" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await page.getByLabel("E-mail").fill(ADMIN);
  await page.getByLabel("Password", { exact: true }).fill("the administrator of the journeys");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/default/);
});
