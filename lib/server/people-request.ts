import type { IncomingMessage } from "node:http";
import { PAGE_HEADER } from "@/lib/access/request-headers";
import { env } from "@/lib/core/env";
import { isAllowedHost } from "./host-check";

const FORWARDED = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
];

/** The page's own address, without what Next's router adds to fetch its data. */
function pageOf(url: string): string {
  const page = new URL(url, "http://localhost");
  page.searchParams.delete("_rsc");
  return page.pathname + page.search;
}

/**
 * Makes a request's headers say the truth before Next sees them: what only a proxy may say is believed only behind
 * one, and a page is told its own address, so that the sign-in page can lead back to it.
 */
export function prepareForPeople(request: IncomingMessage, allowedHosts: readonly string[]): void {
  const { headers } = request;
  if (!env().TRUST_PROXY) for (const name of FORWARDED) delete headers[name];
  const forwardedHost = headers["x-forwarded-host"];
  if (typeof forwardedHost === "string" && !isAllowedHost(forwardedHost, allowedHosts))
    delete headers["x-forwarded-host"];
  const url = request.url ?? "/";
  headers[PAGE_HEADER] = URL.canParse(url, "http://localhost") ? pageOf(url) : "/";
}
