import { resolve } from "node:path";
import { z } from "zod";

const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");
const count = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);
const optional = z.string().min(1).optional();
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean),
  );

/** Every variable Slipway reads, with its default and its meaning. `docs/configuration.md` is checked against it. */
export const envSchema = z.object({
  NODE_ENV: z
    .enum(["development", "production", "test"])
    .default("production")
    .describe("Set by the commands themselves"),
  PORT: count(3000, 0, 65_535).describe("Port to listen on; 0 picks a free one"),
  HOST: z.string().default("127.0.0.1").describe("Address to listen on"),
  ROLE: z
    .enum(["all", "web", "worker"])
    .default("all")
    .describe("What this process does: answer requests, run background work, or both"),
  SLIPWAY_DATA: z
    .string()
    .default(".slipway")
    .transform((path) => resolve(path))
    .describe("Data folder: embedded Postgres, artifacts and secrets made at first start"),
  SLIPWAY_URL: z.url().optional().describe("Public address, when it is not http://HOST:PORT"),
  DATABASE_URL: optional.describe(
    "External Postgres 15 or newer; without it an embedded one is started",
  ),
  DATABASE_POOL_SIZE: count(16, 2, 200).describe("Database connections per process"),
  SLIPWAY_ADMIN_EMAIL: z.email().optional().describe("First start: e-mail of the administrator"),
  SLIPWAY_ADMIN_PASSWORD: z
    .string()
    .min(12)
    .optional()
    .describe("First start: password of the administrator"),
  SLIPWAY_ADMIN_TOKEN: z
    .string()
    .min(24)
    .optional()
    .describe("First start: an API token of the administrator with every scope, of this value"),
  SLIPWAY_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      "Signs sessions; made and kept in the data folder when absent. Replicas must share one",
    ),
  SLIPWAY_ARTIFACTS: optional.describe(
    "Where artifacts are kept: a folder, or s3://bucket/prefix. Default: SLIPWAY_DATA/artifacts",
  ),
  ARTIFACT_ROOTS: list.describe(
    "Addresses besides the artifact store below which an experiment may keep its artifacts, such as s3://team-bucket/ml. Clients reach them by themselves; Slipway never does",
  ),
  S3_ENDPOINT: z.url().optional().describe("Address of an S3-compatible store; absent for AWS"),
  S3_REGION: z.string().default("us-east-1").describe("Region of the S3 store"),
  S3_ACCESS_KEY_ID: optional.describe("S3 access key; absent to use the AWS SDK's own chain"),
  S3_SECRET_ACCESS_KEY: optional.describe("S3 secret key"),
  S3_FORCE_PATH_STYLE: flag.describe("true for stores that do not know virtual-hosted buckets"),
  OIDC_ISSUER: z.url().optional().describe("OpenID Connect issuer; turns single sign-on on"),
  OIDC_CLIENT_ID: optional.describe("OpenID Connect client id"),
  OIDC_CLIENT_SECRET: optional.describe("OpenID Connect client secret"),
  OIDC_NAME: z.string().default("Single sign-on").describe("Label of the OpenID Connect button"),
  OIDC_TRUST_EMAIL: flag.describe(
    "true for an issuer that hands out no unverified e-mail addresses and says so by leaving email_verified out, as company directories do",
  ),
  GITHUB_URL: z
    .url()
    .default("https://github.com")
    .describe("Address of GitHub, or of a GitHub Enterprise server"),
  GITHUB_CLIENT_ID: optional.describe("GitHub OAuth app id; turns sign-in with GitHub on"),
  GITHUB_CLIENT_SECRET: optional.describe("GitHub OAuth app secret"),
  SSO_DEFAULT_ROLE: z
    .enum(["none", "viewer", "contributor"])
    .default("none")
    .describe(
      "Role in the default workspace of somebody who signs in through single sign-on for the first time; none means that an invitation is needed",
    ),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      "What Prometheus must send as Bearer token to read `/metrics`, which then names monitors and deployments",
    ),
  TRUST_PROXY: flag.describe(
    "true behind a reverse proxy that sets X-Forwarded-For and X-Forwarded-Proto",
  ),
  ALLOWED_HOSTS: list.describe(
    "Host names this server answers to besides loopback, HOST and SLIPWAY_URL; * for any",
  ),
  OUTBOUND_ALLOWED_HOSTS: list
    .refine(
      (entries) => entries.every((entry) => /^[a-zA-Z\d.:[\]-]+(\/\d{1,3})?$/.test(entry)),
      "each entry must be a host name, an address or a network such as 10.1.0.0/16",
    )
    .describe(
      "Host names, addresses and networks (10.1.0.0/16) outside of the public Internet that webhooks and other requests of Slipway may reach; those may also be http",
    ),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe("Mail server, such as smtp://user:password@mail.example.org:587; turns e-mail on"),
  SMTP_FROM: z.string().default("Slipway <slipway@localhost>").describe("Sender of e-mail"),
  LOCAL_JOBS: count(0, 0, 64).describe(
    "Training jobs that this machine runs at once, of all workspaces together; 0 for none. Jobs are commands of your contributors that run with the rights of this server, so allow them only among people you trust",
  ),
  SERVING_PROCESSES: count(0, 0, 256).describe(
    "Model servers that each replica runs as processes of its own, of all workspaces together; 0 for none. They are commands of your contributors that run with the rights of this server, so allow them only among people you trust",
  ),
  SERVING_ONNX_MEMORY_MIB: count(4_096, 64, 16_777_216).describe(
    "Memory of each process that holds ONNX models; one that takes more is started again. Watched on Linux only",
  ),
  SERVING_RATE_LIMIT: count(0, 0, 1_000_000).describe(
    "Predictions a second that one token may ask of one deployment, at each replica; 0 for no limit",
  ),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("Least severe log line written"),
  MAX_DATASET_MB: count(512, 1, 65_536).describe(
    "Largest CSV or Parquet file that may be uploaded as a dataset version, in MiB",
  ),
  MAX_BODY_MB: count(32, 1, 1024).describe(
    "Largest JSON request body, in MiB; artifacts are not limited by it",
  ),
});

export type Env = z.infer<typeof envSchema>;

/** Throws one sentence that names every variable that is wrong. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The configuration is not valid. ${problems.join("; ")}.`);
}

const cache = globalThis as typeof globalThis & { slipwayEnv?: Env };

/** The configuration of this process, read once. Kept on globalThis because Next bundles its own copy of lib. */
export function env(): Env {
  cache.slipwayEnv ??= parseEnv(process.env);
  return cache.slipwayEnv;
}

/** Settles what is only known after start: the address of the embedded database, the secret kept in the data folder. */
export function settleEnv(
  known: Partial<
    Pick<
      Env,
      | "DATABASE_URL"
      | "SLIPWAY_SECRET"
      | "PORT"
      | "SLIPWAY_DATA"
      | "LOCAL_JOBS"
      | "SERVING_PROCESSES"
      | "SERVING_RATE_LIMIT"
      | "LOG_LEVEL"
      | "OUTBOUND_ALLOWED_HOSTS"
      | "SMTP_URL"
      | "METRICS_TOKEN"
      | "SMTP_FROM"
    >
  >,
): void {
  cache.slipwayEnv = { ...env(), ...known };
}

/** Where people reach this server, for links in what is sent to them. */
export function publicUrl(): string {
  const { SLIPWAY_URL, HOST, PORT } = env();
  return (SLIPWAY_URL ?? `http://${HOST}:${PORT}`).replace(/\/$/, "");
}

/** next-auth reads its own address from the environment: the configured one, else whatever (checked) host was asked. */
export function tellNextAuth(): void {
  const { SLIPWAY_URL } = env();
  if (SLIPWAY_URL === undefined) process.env.AUTH_TRUST_HOST = "true";
  else process.env.NEXTAUTH_URL = SLIPWAY_URL;
}
