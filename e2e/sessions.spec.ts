import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "./fixtures/server";
import { expect, test } from "./fixtures/test";

interface Raw {
  status: number;
  cookies: string[];
  location: string;
  body: string;
}

/** A request with exactly these headers, Host included. */
function send(
  url: string,
  {
    method = "GET",
    headers = {},
    body = "",
  }: { method?: string; headers?: Record<string, string>; body?: string },
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({
        status: response.statusCode ?? 0,
        cookies: response.headers["set-cookie"] ?? [],
        location: response.headers.location ?? "",
        body: text,
      });
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

const cookieHeader = (cookies: readonly string[]) =>
  cookies.map((cookie) => cookie.split(";")[0]).join("; ");

test("what only a proxy may say is not believed of a client", async ({ baseURL }) => {
  const { cookies } = await send(`${baseURL}/api/auth/csrf`, {
    headers: { "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" },
  });
  expect(cookies.join()).not.toContain("evil.example");
  expect(cookies.join()).not.toContain("Secure");
  const page = await send(`${baseURL}/default/experiments`, {
    headers: { "X-Slipway-Page": "https://evil.example/" },
  });
  expect(page.location).toBe("/sign-in?callbackUrl=%2Fdefault%2Fexperiments");
});

test("the sign-in takes no large bodies, and serves nothing of next-auth's that is not needed", async ({
  baseURL,
}) => {
  const large = await send(`${baseURL}/api/auth/callback/password`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: `email=${"x".repeat(20_000)}`,
  });
  expect(large.status).toBe(413);
  for (const action of ["session", "_log", "verify-request", "nothing"])
    expect((await send(`${baseURL}/api/auth/${action}`, {})).status, action).toBe(404);
});

test("behind an https address, cookies never travel in the clear and addresses are the public ones", async () => {
  const folder = await mkdtemp(join(tmpdir(), "slipway-https-"));
  const server = await startServer({
    // It shares the journeys' database but not their secrets or settings, so it takes no work of theirs.
    ROLE: "web",
    SLIPWAY_DATA: folder,
    DATABASE_URL: process.env.SLIPWAY_E2E_DATABASE ?? "",
    SLIPWAY_URL: "https://slipway.example",
    TRUST_PROXY: "true",
  });
  try {
    const headers = { Host: "slipway.example", "X-Forwarded-Proto": "https" };
    const csrf = await send(`${server.url}/api/auth/csrf`, { headers });
    expect(csrf.cookies.join()).toContain("__Host-next-auth.csrf-token");
    const { csrfToken } = JSON.parse(csrf.body);
    const body = new URLSearchParams({
      csrfToken,
      email: "admin@example.org",
      password: "the administrator of the journeys",
      json: "true",
    }).toString();
    const answer = await send(`${server.url}/api/auth/callback/password`, {
      method: "POST",
      headers: {
        ...headers,
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": String(body.length),
        Cookie: cookieHeader(csrf.cookies),
      },
      body,
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ url: "https://slipway.example" });
    for (const cookie of answer.cookies) expect(cookie).toMatch(/; Secure/);
    const session = answer.cookies.find((cookie) => cookie.startsWith("slipway-session="));
    expect(session).toMatch(/HttpOnly/);
    expect(session).toMatch(/SameSite=Lax/);
    const home = await send(`${server.url}/workspaces`, {
      headers: { ...headers, Cookie: cookieHeader([session ?? ""]) },
    });
    expect(home.status).toBe(200);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test("signing out ends the session: a cookie that was copied before is refused", async ({
  page,
  playwright,
  baseURL,
  signInAs,
  workspace,
}) => {
  await signInAs("viewer");
  const copy = await playwright.request.newContext({
    baseURL: baseURL ?? "",
    storageState: await page.context().storageState(),
  });
  const read = async () => (await copy.get(`/api/ui/${workspace.slug}/experiments`)).status();
  expect(await read()).toBe(200);
  await page.goto(`/${workspace.slug}/experiments`);
  await page
    .getByRole("button", { name: /account/i })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await read()).toBe(401);
  const again = await copy.get(`/${workspace.slug}/experiments`, { maxRedirects: 0 });
  expect(again.status()).toBe(307);
  await copy.dispose();
});
