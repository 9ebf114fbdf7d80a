import "server-only";
import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import { holdsStorableText, UNSTORABLE } from "@/lib/core/text";
import { toFailure } from "./failures";
import { profileOf, providers } from "./providers";
import { clientAddress } from "./request-headers";
import { readSession, SESSION_COOKIE, sessionSecret } from "./sessions";
import type { SignedIn, SignIn } from "./sign-in";

const SESSION_SECONDS = 14 * 24 * 3600;
const MAX_BODY_BYTES = 16_384;

/** What of next-auth is served. Its own pages, its log endpoint and its session endpoint are not. */
const ACTIONS = new Set(["callback", "csrf", "error", "providers", "signin", "signout"]);

/** The reason that the sign-in page explains, see `signInProblem`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof AppError))
    return toFailure(error).code === "UNAVAILABLE" ? "unavailable" : "failed";
  const { code, fields } = error;
  if (code === "RATE_LIMITED") return `wait-${fields?.retryAfterSeconds ?? "60"}`;
  if (code === "UNAVAILABLE") return "unavailable";
  return fields?.reason ?? "wrong";
}

function isSecure(request: Request): boolean {
  const { SLIPWAY_URL } = env();
  if (SLIPWAY_URL) return SLIPWAY_URL.startsWith("https:");
  return request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

/** The sign-in page with the reason, from where another attempt still leads to the page that was asked for. */
function refusalPage(request: NextRequest, secure: boolean, reason: string): string {
  const cookie = `${secure ? "__Secure-" : ""}next-auth.callback-url`;
  const callbackUrl = request.cookies.get(cookie)?.value;
  const query = new URLSearchParams({ ...(callbackUrl ? { callbackUrl } : {}), error: reason });
  return `/sign-in?${query}`;
}

const credentialsSchema = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(200),
});

/** What next-auth swallows although its answer would then be wrong. */
interface Outcome {
  failure: unknown;
}

/** next-auth's options for one request, which remember who signed in with it. */
function optionsFor(request: NextRequest, signIn: SignIn, outcome: Outcome): AuthOptions {
  const visitor = { address: clientAddress(request.headers) };
  const secure = isSecure(request);
  const current: { signedIn: SignedIn | null } = { signedIn: null };
  return {
    secret: sessionSecret(),
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: {
        name: SESSION_COOKIE,
        options: { httpOnly: true, sameSite: "lax", path: "/", secure },
      },
    },
    logger: {
      // Metadata may hold tokens and claims: only what went wrong is written.
      error: (code, metadata) => {
        const { message } = metadata instanceof Error ? metadata : metadata.error;
        log().warn({ code, reason: message }, "a sign-in failed");
      },
      warn: (code) => log().debug({ code }, "a sign-in is odd"),
      debug: () => undefined,
    },
    providers: [
      CredentialsProvider({
        id: "password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(raw) {
          const parsed = credentialsSchema.safeParse(raw);
          if (!parsed.success) return null;
          try {
            current.signedIn = await signIn.withPassword(visitor, parsed.data);
            return { id: current.signedIn.userId };
          } catch (error) {
            throw new Error(reasonOf(error));
          }
        },
      }),
      ...providers(),
    ],
    events: {
      // Its token was checked by then. A cookie that is only forgotten here would go on working where it was copied.
      async signOut() {
        try {
          const session = await readSession(request.cookies.get(SESSION_COOKIE)?.value);
          if (session) await signIn.end(session, session);
        } catch (error) {
          outcome.failure = error;
        }
      },
    },
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.type !== "oauth") return current.signedIn !== null;
        try {
          current.signedIn = await signIn.withProvider(
            visitor,
            profileOf(account.provider, profile),
          );
          return true;
        } catch (error) {
          return refusalPage(request, secure, reasonOf(error));
        }
      },
      // The session names the user and nothing else: rights are looked up, so that they end at once.
      jwt: ({ token }) =>
        current.signedIn
          ? { ...current.signedIn, signedInAt: Date.now() }
          : {
              userId: token.userId ?? "",
              epoch: token.epoch ?? -1,
              signedInAt: token.signedInAt ?? 0,
            },
    },
  };
}

interface AuthContext {
  params: Promise<{ nextauth: string[] }>;
}

function refusal(status: number, message: string): Response {
  return Response.json({ error: { code: "INVALID", message } }, { status });
}

const fieldsSchema = z.record(z.string(), z.string());

/** The fields of a form or a JSON object; null for what is neither. */
async function fieldsOf(request: NextRequest): Promise<Record<string, string> | null> {
  const body = await request.clone().text();
  if (!request.headers.get("content-type")?.includes("application/json"))
    return Object.fromEntries(new URLSearchParams(body));
  try {
    return fieldsSchema.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

/** Whether next-auth can make sense of where to go afterwards; whether it may go there is decided later. */
function isAddress(callbackUrl: string | undefined): boolean {
  if (!callbackUrl || callbackUrl.startsWith("/")) return true;
  return URL.canParse(callbackUrl) && /^https?:$/.test(new URL(callbackUrl).protocol);
}

/** What is wrong with a request before next-auth reads it, which would answer its sender's mistakes with a 500. */
async function mistakeIn(request: NextRequest, action: string): Promise<Response | null> {
  const query = Object.fromEntries(request.nextUrl.searchParams);
  if (!holdsStorableText(query)) return refusal(400, UNSTORABLE);
  if (!isAddress(query.callbackUrl)) return refusal(400, "callbackUrl is not an address.");
  if (request.method !== "POST")
    return action === "callback/password" ? refusal(405, "Send the form with POST.") : null;
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(length <= MAX_BODY_BYTES))
    return refusal(413, "The request body is too large, or does not say how large it is.");
  const fields = await fieldsOf(request);
  if (!fields) return refusal(400, "The request body is not a JSON object of texts.");
  return isAddress(fields.callbackUrl) ? null : refusal(400, "callbackUrl is not an address.");
}

/** The handler below `/api/auth`, over the domain's decisions about who may sign in. */
export function authRoute(signIn: SignIn) {
  return async (request: NextRequest, context: AuthContext): Promise<Response> => {
    const { nextauth } = await context.params;
    if (!ACTIONS.has(nextauth[0] ?? "")) return refusal(404, "There is nothing here.");
    const mistake = await mistakeIn(request, nextauth.join("/"));
    if (mistake) return mistake;
    const outcome: Outcome = { failure: null };
    const options = optionsFor(request, signIn, outcome);
    const answer: Response = await NextAuth(request, { params: { nextauth } }, options);
    if (outcome.failure === null) return answer;
    log().error({ err: outcome.failure }, "a session could not be ended");
    return refusal(503, "You are still signed in: try again in a moment.");
  };
}
