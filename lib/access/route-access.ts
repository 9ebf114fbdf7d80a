import "server-only";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "@/lib/core/errors";
import { type Actor, assertCan } from "./actor";
import type { Permission } from "./permissions";
import { actorOfToken, rememberedActor, tokenOf } from "./program-actor";
import { actorOfSession, SESSION_COOKIE } from "./sessions";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may call the route. A route without it cannot be registered. */
    access?: "public" | Permission;
  }
  interface FastifyRequest {
    actor: Actor;
    /** Who it was found to be; null before that, and where nobody is asked. */
    identified: Actor | null;
  }
}

const NOBODY: Actor = {
  userId: "",
  email: "",
  name: "",
  tokenName: null,
  scopes: new Set(),
  isOperator: false,
  isBound: false,
  signedInAt: null,
  expiresAt: null,
  workspaceId: "",
  workspaceSlug: "",
  role: "viewer",
};

function cookieOf(request: FastifyRequest, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return value.join("=");
  }
  return undefined;
}

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/**
 * The workspace a program asks for: the one its path names, else the header of MLflow's clients, else a query parameter
 * where a browser follows a link.
 */
function requestedWorkspace(request: FastifyRequest): string | null {
  const { params } = request;
  if (typeof params === "object" && params !== null && "workspace" in params)
    return String(params.workspace);
  const header = one(request.headers["x-mlflow-workspace"]);
  if (header) return header;
  const { query } = request;
  if (typeof query === "object" && query !== null && "workspace" in query)
    return typeof query.workspace === "string" && query.workspace ? query.workspace : null;
  return null;
}

async function identify(request: FastifyRequest): Promise<Actor> {
  const slug = requestedWorkspace(request);
  const token = tokenOf(request.headers.authorization);
  if (token !== null) return actorOfToken(token, slug);
  if (request.headers.authorization !== undefined)
    throw new AppError(
      "UNAUTHENTICATED",
      "Send the API token as Bearer, or as the password of Basic.",
    );
  // A browser's cookie opens reads only: writes need a token, so no other site can make a browser send one.
  const isRead = request.method === "GET" || request.method === "HEAD";
  const cookie = isRead ? cookieOf(request, SESSION_COOKIE) : undefined;
  if (cookie === undefined)
    throw new AppError(
      "UNAUTHENTICATED",
      "This request carries no credentials. Set MLFLOW_TRACKING_TOKEN to an API token of this server.",
    );
  return actorOfSession(cookie, slug);
}

async function admit(request: FastifyRequest, access: Permission): Promise<void> {
  const actor = await identify(request);
  assertCan(actor, access);
  request.identified = actor;
}

/** The same for whoever called a moment ago, without a wait. False for everybody else. Throws FORBIDDEN. */
function admitRemembered(request: FastifyRequest, access: Permission): boolean {
  const token = tokenOf(request.headers.authorization);
  const actor = token === null ? null : rememberedActor(token, requestedWorkspace(request));
  if (actor === null) return false;
  assertCan(actor, access);
  request.identified = actor;
  return true;
}

export interface RegisteredRoute {
  method: string;
  url: string;
}

/**
 * Denies by default: every route says who may call it, and nobody else gets past the first hook. Answers the list of
 * routes, which grows as they are registered.
 */
export function guardRoutes(app: FastifyInstance): readonly RegisteredRoute[] {
  const routes: RegisteredRoute[] = [];
  app.decorateRequest("identified", null);
  app.decorateRequest("actor", {
    getter(this: FastifyRequest) {
      return this.identified ?? NOBODY;
    },
  });
  app.addHook("onRoute", (route) => {
    if (!route.config?.access)
      throw new Error(
        `The route ${String(route.method)} ${route.url} does not say who may call it.`,
      );
    for (const method of [route.method].flat()) routes.push({ method, url: route.url });
  });
  app.addHook("onRequest", (request, _reply, done) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || access === "public") {
      done();
      return;
    }
    if (admitRemembered(request, access)) done();
    else admit(request, access).then(() => done(), done);
  });
  return routes;
}
