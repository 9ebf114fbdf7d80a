import { isIP } from "node:net";

/** The host of a Host header, without its port and without the brackets of IPv6. */
export function hostName(header: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(header);
  return (bracketed?.[1] ?? header.replace(/:\d*$/, "")).toLowerCase();
}

/**
 * Whether a Host header may be answered. Addresses and localhost always: DNS rebinding needs a name. Other names must
 * be configured, so that a page of `http://evil.example` that resolves to this machine gets nothing.
 */
export function isAllowedHost(header: string | undefined, allowed: readonly string[]): boolean {
  if (allowed.includes("*")) return true;
  if (header === undefined) return true;
  const name = hostName(header);
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    isIP(name) !== 0 ||
    allowed.some((host) => host.toLowerCase() === name)
  );
}

/** Whether a state-changing request of a browser comes from our own pages or from this machine. */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes("*")) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.host === host) return true;
  const name = hostName(url.host);
  return name === "localhost" || name === "127.0.0.1" || name === "::1" || allowed.includes(name);
}
