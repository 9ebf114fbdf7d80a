/** Header in which the server tells a page its own address; whatever a client sends under this name is replaced. */
export const PAGE_HEADER = "x-slipway-page";

/** Who is at the other end of a connection, by the last hop's word: earlier ones were said by the client. */
export function clientAddress(headers: Pick<Headers, "get">): string {
  const hops = (headers.get("x-forwarded-for") ?? "").split(",");
  return hops.at(-1)?.trim().slice(0, 64) || "unknown";
}
