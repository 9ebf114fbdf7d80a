/**
 * Pure text for quantities, the same on the server and in the browser: one fixed locale, so that hydration never
 * differs, and no clock or time zone that the caller did not give.
 */
const LOCALE = "en-GB";
const counts = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MINUS = "−";
const NARROW_SPACE = " ";

export const NO_VALUE = "–";

/** NaN and infinities as they are: a diverged run must look diverged. */
function nonFinite(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "∞" : `${MINUS}∞`;
}

const trimZeros = (digits: string) =>
  digits.includes(".") ? digits.replace(/0+$/, "").replace(/\.$/, "") : digits;

function scientific(value: number, digits: number): string {
  const [mantissa = "0", exponent = "0"] = value.toExponential(digits - 1).split("e");
  return `${trimZeros(mantissa)}e${exponent.replace("+", "").replace("-", MINUS)}`;
}

/** A measured number at `digits` significant digits: 0.9231, 12.35, 1,234,567, 3.2e−7. */
export function formatNumber(value: number, digits = 5): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  if (size < 1e-4 || size >= 1e9) return sign + scientific(size, digits);
  if (size >= 10 ** (digits - 1)) {
    const decimals = Number.isInteger(value)
      ? 0
      : Math.max(0, digits - String(Math.trunc(size)).length);
    return sign + size.toLocaleString(LOCALE, { maximumFractionDigits: decimals });
  }
  return sign + trimZeros(size.toPrecision(digits));
}

/** A whole number with thousands separators: 12,480. */
export const formatCount = (value: number): string =>
  Number.isFinite(value) ? counts.format(value).replace("-", MINUS) : nonFinite(value);

/** A short count for tight places: 12.5K, 3.4M. */
export const formatCompact = (value: number): string =>
  Number.isFinite(value) ? compact.format(value).replace("-", MINUS) : nonFinite(value);

/** `1 run`, `2 runs`. */
export const formatPlural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** 0.1234 → 12.3 %. */
export function formatPercent(ratio: number, decimals = 1): string {
  if (!Number.isFinite(ratio)) return nonFinite(ratio);
  const text = (Math.abs(ratio) * 100).toFixed(decimals);
  return `${ratio < 0 && Number(text) !== 0 ? MINUS : ""}${text}${NARROW_SPACE}%`;
}

/** A difference always carries its sign, zero excepted. */
export function formatDelta(delta: number, digits = 3): string {
  const text = formatNumber(delta, digits);
  return delta > 0 ? `+${text}` : text;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** 1,536 → 1.5 KiB. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return nonFinite(bytes);
  let size = Math.abs(bytes);
  let unit = 0;
  // 1023.95 would round to "1024.0", which belongs to the next unit.
  while (size >= 1023.95 && unit < BYTE_UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const text = unit === 0 ? String(Math.round(size)) : size.toFixed(size >= 100 ? 0 : 1);
  return `${bytes < 0 ? MINUS : ""}${text} ${BYTE_UNITS[unit]}`;
}

const two = (value: number) => String(value).padStart(2, "0");

/** 340 ms, 4.2 s, 3m 07s, 2h 05m, 3d 4h: two units at most. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return nonFinite(milliseconds);
  const ms = Math.max(0, milliseconds);
  if (ms < 1) return ms === 0 ? "0 ms" : `${trimZeros(ms.toPrecision(2))} ms`;
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 9.95 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < 59.5 * SECOND) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR - SECOND / 2) {
    const seconds = Math.round(ms / SECOND);
    return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  }
  if (ms < DAY - MINUTE / 2) {
    const minutes = Math.round(ms / MINUTE);
    return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
  }
  const hours = Math.round(ms / HOUR);
  const days = `${formatCount(Math.floor(hours / 24))}d`;
  return hours % 24 === 0 ? days : `${days} ${hours % 24}h`;
}

function relativeAmount(distance: number, count: (units: number) => number): string {
  if (distance < MINUTE) return `${count(distance / SECOND)} s`;
  if (distance < HOUR) return `${count(distance / MINUTE)} min`;
  if (distance < DAY) return `${count(distance / HOUR)} h`;
  if (distance < 30 * DAY) return `${count(distance / DAY)} d`;
  if (distance < 365 * DAY) return `${count(distance / (30 * DAY))} mo`;
  return `${count(distance / (365 * DAY))} y`;
}

/** "just now", "12 min ago", "in 3 h". */
export function formatRelative(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < 5 * SECOND) return "just now";
  // What has begun counts whole units; what is to come the nearest, or a week would read "in 6 d" at once.
  const amount = relativeAmount(distance, at <= now ? Math.floor : Math.round);
  return at <= now ? `${amount} ago` : `in ${amount}`;
}

/** Milliseconds until `formatRelative` reads differently, so that a clock ticks no more often than needed. */
export function relativeTick(at: number, now: number): number {
  const distance = Math.abs(now - at);
  if (distance < MINUTE) return SECOND;
  return distance < HOUR ? 15 * SECOND : MINUTE;
}

/** 24 Nov 2026, 18:55:03 UTC: absolute, with the zone it is told in. */
export function formatDateTime(at: number, timeZone: string): string {
  if (!Number.isFinite(at)) return NO_VALUE;
  return new Intl.DateTimeFormat(LOCALE, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZone,
    timeZoneName: "short",
  }).format(at);
}

/** Keeps both ends, which is where ids and paths differ. */
export function truncateMiddle(text: string, max: number): string {
  const characters = [...text];
  if (characters.length <= max) return text;
  const head = Math.ceil((max - 1) / 2);
  const tail = Math.floor((max - 1) / 2);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - tail).join("")}`;
}

/** The first characters of a long id, enough to recognise it. */
export const shortId = (id: string, length = 8): string => id.slice(0, length);

/** Up to two initials: "Ada Lovelace" → AL, "ada@example.org" → A. */
export function initialsOf(name: string): string {
  const words = (name.split("@")[0] ?? "").split(/[\s._-]+/).filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}
