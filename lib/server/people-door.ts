import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import next from "next";
import { env, tellNextAuth } from "@/lib/core/env";

export interface PeopleDoor {
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close: () => Promise<void>;
}

/** The Next door: pages and server actions. */
export async function openPeopleDoor(port: number): Promise<PeopleDoor> {
  const dev = env().NODE_ENV === "development";
  tellNextAuth();
  const app = next({ dev, hostname: env().HOST, port, dir: process.cwd() });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    handle: (request, response) => void handle(request, response),
    upgrade: (request, socket, head) => void upgrade(request, socket, head),
    close: () => app.close(),
  };
}
