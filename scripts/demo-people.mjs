/** The people of the demo: each signs in and makes a token as a person does, so that all they do is theirs. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./setup.mjs";

/** Address of a server action, as the pages of this build know it. */
function actionId(name) {
  const manifest = JSON.parse(
    readFileSync(join(ROOT, ".next/server/server-reference-manifest.json"), "utf8"),
  );
  const found = Object.entries(manifest.node).find(([, { exportedName }]) => exportedName === name);
  if (!found) throw new Error(`This build has no action ${name}.`);
  return found[0];
}

const cookiesOf = (response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0]);

/** Signs in at the door for people; answers the cookies of the session. */
async function signIn(address, { email, password }) {
  const csrf = await fetch(`${address}/api/auth/csrf`);
  const { csrfToken } = await csrf.json();
  const first = cookiesOf(csrf);
  const response = await fetch(`${address}/api/auth/callback/password`, {
    method: "POST",
    redirect: "manual",
    headers: { Cookie: first.join("; ") },
    body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: "/" }),
  });
  if (!response.ok && response.status !== 302)
    throw new Error(`${email} could not sign in: ${response.status}`);
  return [...first, ...cookiesOf(response)].join("; ");
}

/** Makes a token on the settings page of the person who is signed in. */
async function makeToken(address, cookie, scopes) {
  const input = { workspace: "default", name: "demo", scopes, expiresInDays: null, isBound: true };
  const response = await fetch(`${address}/default/settings/tokens`, {
    method: "POST",
    headers: {
      Cookie: cookie,
      "Next-Action": actionId("createTokenAction"),
      "Content-Type": "text/plain;charset=UTF-8",
    },
    body: JSON.stringify([input]),
  });
  const secret = /"secret":"(slw_[\w-]+)"/.exec(await response.text())?.[1];
  if (!secret) throw new Error(`A token could not be made: ${response.status}`);
  return secret;
}

const SCOPES = {
  contributor: [
    "tracking:read",
    "tracking:write",
    "registry:read",
    "registry:write",
    "approvals:read",
    "approvals:request",
    "compute:read",
    "compute:launch",
    "serving:read",
    "serving:predict",
    "serving:write",
    "monitoring:read",
    "monitoring:write",
  ],
  approver: [
    "tracking:read",
    "registry:read",
    "approvals:read",
    "approvals:request",
    "approvals:sign",
    "serving:read",
    "serving:write",
    "serving:operate",
    "monitoring:read",
    "monitoring:write",
  ],
};

/**
 * The token of a person, made at the first start and kept beside the demo's own, as long as it may do what it is for. Who
 * has another password by now goes on with the token that an earlier version kept.
 */
export async function tokenOf({ address, folder, email, password, role }) {
  const scopes = createHash("sha256").update(SCOPES[role].join(" ")).digest("hex").slice(0, 8);
  const earlier = join(folder, `demo-token-${email.split("@", 1)[0]}`);
  const file = `${earlier}-${scopes}`;
  if (existsSync(file)) return readFileSync(file, "utf8");
  try {
    const cookie = await signIn(address, { email, password });
    writeFileSync(file, await makeToken(address, cookie, SCOPES[role]), { mode: 0o600 });
  } catch (error) {
    if (existsSync(earlier)) return readFileSync(earlier, "utf8");
    const advice = `If ${email} has another password by now, delete ${dirname(folder)} and start again.`;
    throw new Error(`${error.message}. ${advice}`, { cause: error });
  }
  return readFileSync(file, "utf8");
}
