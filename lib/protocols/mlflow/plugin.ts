import type { FastifyInstance } from "fastify";
import { parseBodies } from "./body";
import { sendFailure } from "./errors";
import { otherMethods } from "./other-methods";
import { artifactMessageRoutes } from "./routes/artifact-messages";
import { artifactRoutes } from "./routes/artifacts";
import { bulkHistoryRoutes } from "./routes/bulk-history";
import { experimentRoutes } from "./routes/experiments";
import { inputRoutes } from "./routes/inputs";
import { loggedModelRoutes } from "./routes/logged-models";
import { metricRoutes } from "./routes/metrics";
import { modelVersionRoutes } from "./routes/model-versions";
import { registeredModelRoutes } from "./routes/registered-models";
import { runRoutes } from "./routes/runs";
import { serverInfoRoutes } from "./routes/server-info";
import { webhookRoutes } from "./routes/webhooks";
import { workspaceRoutes } from "./routes/workspaces";

/** MLflow's REST protocol. What is not built is not routed, and answers the plain 404 that clients fall back from. */
export async function mlflowPlugin(app: FastifyInstance): Promise<void> {
  app.setErrorHandler(sendFailure);
  await app.register((messages, _options, done) => {
    parseBodies(messages);
    const refuseOthers = otherMethods(messages);
    experimentRoutes(messages);
    runRoutes(messages);
    metricRoutes(messages);
    bulkHistoryRoutes(messages);
    inputRoutes(messages);
    loggedModelRoutes(messages);
    registeredModelRoutes(messages);
    modelVersionRoutes(messages);
    serverInfoRoutes(messages);
    webhookRoutes(messages);
    workspaceRoutes(messages);
    artifactMessageRoutes(messages);
    refuseOthers();
    done();
  });
  await app.register((files, _options, done) => {
    const refuseOthers = otherMethods(files);
    artifactRoutes(files);
    refuseOthers();
    done();
  });
}
