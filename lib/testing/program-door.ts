import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { SCOPES, type Scope } from "@/lib/access/permissions";
import type { RegisteredRoute } from "@/lib/access/route-access";
import { hashSecret } from "@/lib/access/secrets";
import { db } from "@/lib/db/client";
import { EventHub } from "@/lib/events/listen";
import { gateway } from "@/lib/gateway/jobs/gateway";
import { openProgramDoor } from "@/lib/server/program-door";

/** A token of this actor's user with all scopes, bound to nothing. */
export async function makeToken(
  actor: Actor,
  { scopes = SCOPES }: { scopes?: readonly Scope[] } = {},
): Promise<string> {
  const token = `slw_${randomBytes(24).toString("base64url")}`;
  await db().apiToken.create({
    data: {
      userId: actor.userId,
      name: "test",
      hash: hashSecret(token),
      prefix: "slw_",
      scopes: [...scopes],
    },
  });
  return token;
}

export interface TestDoor {
  /** `http://127.0.0.1:port`; known from `beforeAll` on. */
  url: string;
  /** Everything that is served; known from `beforeAll` on. */
  routes: readonly RegisteredRoute[];
  /** Sends JSON and answers status and parsed body (text when it is not JSON). */
  call: (
    method: string,
    path: string,
    options?: { body?: unknown; token?: string | undefined; headers?: Record<string, string> },
  ) => Promise<{ status: number; body: unknown; headers: Headers }>;
}

/**
 * The Fastify door over a real socket. Call after `setUpDatabase()`. Where a test writes down itself how revisions are,
 * no gateway may load them meanwhile and find something else: then `servesModels` is false.
 */
export function setUpProgramDoor({ servesModels = true } = {}): TestDoor {
  const door: TestDoor = {
    url: "",
    routes: [],
    async call(method, path, { body, token, headers = {} } = {}) {
      const response = await fetch(door.url + path, {
        method,
        headers: {
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") ?? false;
      return {
        status: response.status,
        body: isJson ? JSON.parse(text) : text,
        headers: response.headers,
      };
    },
  };
  let close: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const hub = new EventHub();
    await hub.start();
    const { app, handle, endStreams, routes } = await openProgramDoor({
      isReady: () => true,
      hub,
      role: "web",
    });
    if (!servesModels) await gateway().stop();
    const server = createServer(handle);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    door.routes = routes;
    // A listening TCP server always has an AddressInfo.
    door.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = async () => {
      endStreams();
      await hub.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await app.close();
    };
  });
  afterAll(async () => close?.());
  return door;
}
