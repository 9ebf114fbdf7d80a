import type { FastifyInstance } from "fastify";
import { parseBodies } from "./body";
import { sendFailure } from "./errors";
import { experimentRoutes } from "./routes/experiments";
import { metricRoutes } from "./routes/metrics";
import { runRoutes } from "./routes/runs";

/** MLflow's REST protocol. What is not built is not routed, and answers the plain 404 that clients fall back from. */
export async function mlflowPlugin(app: FastifyInstance): Promise<void> {
  app.setErrorHandler(sendFailure);
  await app.register(async (messages) => {
    parseBodies(messages);
    experimentRoutes(messages);
    runRoutes(messages);
    metricRoutes(messages);
  });
}
