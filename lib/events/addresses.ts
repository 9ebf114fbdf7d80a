import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

/** Networks of IPv4 that are not the public Internet (IANA's special-purpose registry, multicast, reserved). */
const CLOSED_V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

/** Within 2000::/3: protocol assignments (Teredo among them), documentation, and 6to4, which wraps an IPv4 address. */
const CLOSED_V6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const closed = new BlockList();
for (const [network, bits] of CLOSED_V4) closed.addSubnet(network, bits, "ipv4");
for (const [network, bits] of CLOSED_V6) closed.addSubnet(network, bits, "ipv6");

const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");

/** Host names may come in brackets, with a dot at the end and in any case. */
const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");

/**
 * True for an address of the public Internet. Outside of 2000::/3 no IPv6 address is: neither mapped nor translated
 * (NAT64) IPv4 addresses, nor local ones, nor any with a zone.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, "ipv4");
  if (!isIPv6(address) || address.includes("%")) return false;
  return globalV6.check(address, "ipv6") && !closed.check(address, "ipv6");
}

/** What the administrator allows besides the public Internet: host names, addresses and networks. */
export interface AllowedTargets {
  hosts: ReadonlySet<string>;
  networks: BlockList;
}

function addNetwork(networks: BlockList, entry: string): boolean {
  const [network = "", bits] = entry.split("/");
  const address = plainHost(network);
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return false;
  const widest = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? widest : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > widest || bits === "") return false;
  networks.addSubnet(address, prefix, version === 4 ? "ipv4" : "ipv6");
  return true;
}

/** Reads OUTBOUND_ALLOWED_HOSTS; what is neither an address nor a network is a name. */
export function parseAllowedTargets(entries: readonly string[]): AllowedTargets {
  const hosts = new Set<string>();
  const networks = new BlockList();
  for (const entry of entries) {
    if (addNetwork(networks, entry)) continue;
    hosts.add(plainHost(entry));
  }
  return { hosts, networks };
}

export const isAllowedHost = (host: string, { hosts }: AllowedTargets): boolean =>
  hosts.has(plainHost(host));

/** Whether a connection to `address`, which `host` resolved to, may be made. */
export function mayConnect(host: string, address: string, allowed: AllowedTargets): boolean {
  if (isPublicAddress(address) || isAllowedHost(host, allowed)) return true;
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return false;
  return allowed.networks.check(address, version === 4 ? "ipv4" : "ipv6");
}

/** The address that a URL names without any look-up, or null for a name. */
export function literalAddress(host: string): string | null {
  const plain = plainHost(host);
  return isIP(plain) === 0 ? null : plain;
}

/** Why a URL cannot be a target, or null. Names are looked up when a connection is made, and checked then. */
export function targetProblem(text: string, allowed: AllowedTargets): string | null {
  if (!URL.canParse(text))
    return "This is not a URL. Write it whole, such as https://example.org/hook.";
  const { protocol, hostname, username, password } = new URL(text);
  const address = literalAddress(hostname);
  const isAllowed = address
    ? allowed.networks.check(address, isIPv4(address) ? "ipv4" : "ipv6") ||
      isAllowedHost(hostname, allowed)
    : isAllowedHost(hostname, allowed);
  if (protocol !== "https:" && !(protocol === "http:" && isAllowed))
    return `Invalid webhook URL scheme: '${protocol.slice(0, -1)}'. Allowed schemes are: https.`;
  if (username !== "" || password !== "")
    return "A URL with a user name or password in it would show them in the history. Use a secret, which signs what is sent.";
  if (address && !mayConnect(hostname, address, allowed)) return closedAddress(hostname);
  if (/(^|\.)localhost$/.test(plainHost(hostname)) && !isAllowed) return closedAddress(hostname);
  return null;
}

export const closedAddress = (host: string): string =>
  `${host} is not an address of the public Internet. An administrator can allow it with OUTBOUND_ALLOWED_HOSTS.`;
