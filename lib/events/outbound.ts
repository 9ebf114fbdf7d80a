import "server-only";
import { lookup } from "node:dns/promises";
import type { Socket } from "node:net";
import { Agent, buildConnector, type Dispatcher, request } from "undici";
import { env } from "@/lib/core/env";
import { closedAddress, literalAddress, mayConnect, parseAllowedTargets } from "./addresses";

const MAX_REDIRECTS = 3;
const CONNECT_MS = 10_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The target is not one that Slipway may connect to; another try cannot help. */
export class RefusedTarget extends Error {}

/** What the administrator allows besides the public Internet. */
export function allowedTargets() {
  return parseAllowedTargets(env().OUTBOUND_ALLOWED_HOSTS);
}

/** The addresses of a host. Throws RefusedTarget when a single one of them may not be connected to. */
export async function resolveTarget(
  host: string,
  resolve: (host: string) => Promise<readonly { address: string }[]> = (name) =>
    lookup(name, { all: true }),
): Promise<string[]> {
  const literal = literalAddress(host);
  const found = literal === null ? (await resolve(host)).map(({ address }) => address) : [literal];
  const allowed = allowedTargets();
  if (found.some((address) => !mayConnect(host, address, allowed)))
    throw new RefusedTarget(closedAddress(host));
  if (found.length === 0) throw new Error(`${host} has no address.`);
  return found;
}

type Connect = (options: buildConnector.Options, callback: buildConnector.Callback) => void;

function connectTo(
  connectOnce: Connect,
  options: buildConnector.Options,
  address: string,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connectOnce({ ...options, hostname: address }, (error, socket) => {
      if (error) reject(error);
      else resolve(socket);
    });
  });
}

/** Connects to the very address that was checked: nothing is looked up again in between. */
async function connectChecked(
  connectOnce: Connect,
  options: buildConnector.Options,
): Promise<Socket> {
  const host = options.hostname;
  let failure: unknown;
  for (const address of await resolveTarget(host)) {
    try {
      const socket = await connectTo(connectOnce, options, address);
      if (mayConnect(host, socket.remoteAddress ?? "", allowedTargets())) return socket;
      socket.destroy();
      throw new RefusedTarget(closedAddress(host));
    } catch (error) {
      if (error instanceof RefusedTarget) throw error;
      failure = error;
    }
  }
  throw failure;
}

function connectorFor(certificate: string | undefined): buildConnector.connector {
  const connectOnce = buildConnector({
    timeout: CONNECT_MS,
    ...(certificate === undefined ? {} : { ca: certificate }),
  });
  return (options, callback) => {
    connectChecked(connectOnce, options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

/** Keeps connections to somebody else's systems open; each is checked when it is made, as `sendOutbound` does. */
export const checkedAgent = (): Agent =>
  new Agent({
    connect: connectorFor(undefined),
    connections: 64,
    pipelining: 1,
    keepAliveTimeout: 10_000,
  });

export interface OutboundRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Longest time for everything, redirects included. */
  timeoutMs: number;
  /** How much of the answer is read; the rest is thrown away. */
  maxBytes: number;
  signal?: AbortSignal;
  /** PEM of an authority that is trusted instead of the public ones. */
  certificate?: string;
  /** False to answer a redirect as it is, so that the headers go nowhere else. */
  followsRedirects?: boolean;
}

export interface OutboundAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Throws the rest of an answer away; that it was cut off is nobody's failure. */
function discard(body: Dispatcher.ResponseData["body"]): void {
  body.on("error", () => undefined);
  body.destroy();
}

async function beginning(body: Dispatcher.ResponseData["body"], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size >= maxBytes) break;
  }
  discard(body);
  return Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8");
}

function flatten(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );
}

/** Where a redirect leads. Throws RefusedTarget for anything but http and https, and for a step down to http. */
function redirectOf(from: string, location: string): string {
  if (!URL.canParse(location, from)) throw new RefusedTarget("The redirect leads to no URL.");
  const to = new URL(location, from);
  const isStepDown = new URL(from).protocol === "https:" && to.protocol !== "https:";
  if (isStepDown || !/^https?:$/.test(to.protocol))
    throw new RefusedTarget(`The redirect leads to ${to.protocol}//, which is not encrypted.`);
  return to.href;
}

/**
 * A request to somebody else's system. Every connection, those after a redirect included, goes only to addresses of the
 * public Internet or to what OUTBOUND_ALLOWED_HOSTS names. A redirect gets the same request again.
 */
export async function sendOutbound(sent: OutboundRequest): Promise<OutboundAnswer> {
  const agent = new Agent({ connect: connectorFor(sent.certificate), pipelining: 0 });
  const deadline = AbortSignal.timeout(sent.timeoutMs);
  const signal = sent.signal ? AbortSignal.any([sent.signal, deadline]) : deadline;
  try {
    let url = sent.url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const answer = await request(url, {
        method: sent.method,
        headers: sent.headers,
        body: sent.body ?? null,
        dispatcher: agent,
        signal,
      });
      const headers = flatten(answer.headers);
      const isFollowed = sent.followsRedirects !== false && REDIRECTS.has(answer.statusCode);
      if (!isFollowed || !headers.location)
        return {
          status: answer.statusCode,
          headers,
          body: await beginning(answer.body, sent.maxBytes),
        };
      discard(answer.body);
      url = redirectOf(url, headers.location);
    }
    throw new RefusedTarget(`More than ${MAX_REDIRECTS} redirects.`);
  } finally {
    await agent.destroy();
  }
}
