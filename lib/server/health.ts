import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { env } from "@/lib/core/env";
import { pool } from "@/lib/db/pool";
import { MLFLOW_VERSION } from "@/lib/protocols/mlflow/version";
import { metrics } from "./metrics";

const READY_MS = 2_000;

async function databaseAnswers(): Promise<boolean> {
  const deadline = new Promise<false>((resolve) => setTimeout(resolve, READY_MS, false).unref());
  const answer = pool()
    .query("SELECT 1")
    .then(
      () => true,
      () => false,
    );
  return Promise.race([answer, deadline]);
}

/** Everybody, unless a token was configured; then whoever has it. */
function mayReadMetrics(authorization: string | undefined): boolean {
  const { METRICS_TOKEN } = env();
  if (METRICS_TOKEN === undefined) return true;
  const [given, wanted] = [authorization ?? "", `Bearer ${METRICS_TOKEN}`].map((text) =>
    createHash("sha256").update(text).digest(),
  );
  return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted);
}

/** `/health`, `/ready`, `/version` and `/metrics`. */
export function healthRoutes(app: FastifyInstance, isReady: () => boolean): void {
  const open = { config: { access: "public" as const } };
  app.get("/health", open, async (_request, reply) => reply.type("text/plain").send("OK"));
  app.get("/version", open, async (_request, reply) =>
    reply.type("text/plain").send(MLFLOW_VERSION),
  );
  app.get("/ready", open, async (_request, reply) => {
    const ready = isReady() && (await databaseAnswers());
    return ready
      ? reply.send({ status: "ready" })
      : reply.code(503).header("Retry-After", "2").send({ status: "not ready" });
  });
  app.get("/metrics", open, async (request, reply) => {
    if (!mayReadMetrics(request.headers.authorization))
      return reply.code(401).header("WWW-Authenticate", "Bearer").send("METRICS_TOKEN is wanted.");
    const { registry } = metrics();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
