import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { env } from "@/lib/core/env";
import type { ProviderProfile } from "./sign-in";

/** What our providers answer of a person, whatever the protocol behind. */
const claimsSchema = z.object({
  sub: z.string().min(1),
  email: z.string().max(254).nullish(),
  email_verified: z.union([z.boolean(), z.string()]).nullish(),
  name: z.string().nullish(),
  preferred_username: z.string().nullish(),
});
type Claims = z.infer<typeof claimsSchema>;

const HTTP = { timeout: 10_000 };

/** The id token's claims, completed from the userinfo endpoint when the address is not among them. */
function oidcProvider(): OAuthConfig<Claims> | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) return null;
  return {
    id: "oidc",
    name: OIDC_NAME,
    type: "oauth",
    wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: "openid email profile" } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    clientId: OIDC_CLIENT_ID,
    ...(OIDC_CLIENT_SECRET
      ? { clientSecret: OIDC_CLIENT_SECRET }
      : { client: { token_endpoint_auth_method: "none" } }),
    httpOptions: HTTP,
    userinfo: {
      async request({ client, tokens }) {
        // next-auth hands over openid-client's own set of tokens, and declares its plain fields only.
        const set = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
        const claims = set.claims();
        if (claims.email || !client.issuer.metadata.userinfo_endpoint) return claims;
        return { ...claims, ...(await client.userinfo(set)) };
      },
    },
    profile: ({ sub, email }) => ({ id: sub, email: email ?? null }),
  };
}

const githubUser = z.object({ id: z.number(), login: z.string(), name: z.string().nullish() });
const githubEmails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

async function askGithub(url: string, accessToken: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${accessToken}`, Accept: "application/vnd.github+json" },
    signal: AbortSignal.timeout(HTTP.timeout),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${url}`);
  return response.json();
}

function githubProvider(): OAuthConfig<Claims> | null {
  const { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GITHUB_URL } = env();
  if (!GITHUB_CLIENT_ID || !GITHUB_CLIENT_SECRET) return null;
  const site = GITHUB_URL.replace(/\/$/, "");
  const api = site === "https://github.com" ? "https://api.github.com" : `${site}/api/v3`;
  return {
    id: "github",
    name: "GitHub",
    type: "oauth",
    issuer: `${site}/login/oauth`,
    authorization: {
      url: `${site}/login/oauth/authorize`,
      params: { scope: "read:user user:email" },
    },
    token: `${site}/login/oauth/access_token`,
    checks: ["pkce", "state"],
    clientId: GITHUB_CLIENT_ID,
    clientSecret: GITHUB_CLIENT_SECRET,
    httpOptions: HTTP,
    userinfo: {
      url: `${api}/user`,
      async request({ tokens }) {
        const token = tokens.access_token ?? "";
        const user = githubUser.parse(await askGithub(`${api}/user`, token));
        const emails = githubEmails.parse(await askGithub(`${api}/user/emails`, token));
        const email = emails.find(({ primary }) => primary) ?? emails[0];
        const claims: Claims = {
          sub: String(user.id),
          name: user.name || user.login,
          email: email?.email,
          email_verified: email?.verified,
        };
        // next-auth's Profile names fewer fields, and forbids null in those it names.
        return { ...claims, name: claims.name ?? "", email: claims.email ?? "" };
      },
    },
    profile: ({ sub, email }) => ({ id: sub, email: email ?? null }),
  };
}

/** The sign-in providers that are configured. */
export function providers(): OAuthConfig<Claims>[] {
  return [oidcProvider(), githubProvider()].filter((provider) => provider !== null);
}

/** A provider as the sign-in page shows it. */
export interface ProviderButton {
  id: string;
  name: string;
}

export function providerButtons(): ProviderButton[] {
  return providers().map(({ id, name }) => ({ id, name }));
}

/** What a provider's claims say of a person. Throws when they name nobody. */
export function profileOf(provider: string, raw: unknown): ProviderProfile {
  const claims = claimsSchema.parse(raw);
  const { email_verified: verified } = claims;
  const isTrusted = provider === "oidc" && env().OIDC_TRUST_EMAIL && verified == null;
  return {
    provider,
    subject: claims.sub,
    email: claims.email || null,
    isEmailVerified: verified === true || verified === "true" || isTrusted,
    name: claims.name ?? claims.preferred_username ?? "",
  };
}
