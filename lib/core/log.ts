import pino, { type Logger } from "pino";
import { env } from "./env";

const shared = globalThis as typeof globalThis & { slipwayLog?: Logger };

/** Never in a log line, wherever they stand in it. */
const SECRETS = ["authorization", "cookie", "password", "token", "secret", "set-cookie"];

/** JSON lines on standard output, secrets redacted. */
export function log(): Logger {
  shared.slipwayLog ??= pino({
    level: env().LOG_LEVEL,
    base: { service: "slipway" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRETS.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: "[redacted]",
    },
  });
  return shared.slipwayLog;
}
