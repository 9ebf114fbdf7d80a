import "server-only";
import type { FastifyInstance } from "fastify";
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
  app.get("/metrics", open, async (_request, reply) =>
    reply.type(metrics().registry.contentType).send(await metrics().registry.metrics()),
  );
}
