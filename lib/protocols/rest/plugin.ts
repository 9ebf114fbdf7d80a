import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { statusOf, toFailure } from "@/lib/access/failures";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { boundBodies } from "@/lib/core/receive-bodies";
import type { Failure } from "@/lib/core/result";
import { streamBodies } from "@/lib/storage/stream-bodies";
import { parseLabels } from "./label-bodies";
import { openApiOf } from "./openapi";
import { REST_PREFIX, serveOperations } from "./rest-route";
import { accountOperations } from "./routes/account";
import { alertingOperations } from "./routes/alerting";
import { approvalOperations } from "./routes/approvals";
import { auditOperations } from "./routes/audit";
import { comparisonOperations } from "./routes/comparisons";
import { datasetFileOperations, datasetOperations } from "./routes/datasets";
import { deploymentOperations } from "./routes/deployments";
import { gateOperations } from "./routes/gates";
import { hookOperations } from "./routes/hooks";
import { incidentActOperations } from "./routes/incident-acts";
import { incidentOperations } from "./routes/incidents";
import { invitationOperations } from "./routes/invitations";
import { jobOperations } from "./routes/jobs";
import { lineageOperations } from "./routes/lineage";
import { liveTrafficOperations } from "./routes/live-traffic";
import { memberOperations } from "./routes/members";
import { cardOperations } from "./routes/model-cards";
import { modelOperations } from "./routes/models";
import { monitorDefinitionOperations } from "./routes/monitor-definitions";
import { monitorOperations } from "./routes/monitors";
import { notificationOperations } from "./routes/notifications";
import { payloadEventOperations } from "./routes/payload-events";
import { performanceOperations } from "./routes/performance";
import { pipelineOperations } from "./routes/pipelines";
import { policyOperations } from "./routes/policies";
import { portfolioOperations } from "./routes/portfolio";
import { postedPredictionOperations } from "./routes/posted-predictions";
import { labelOperations, predictionOperations } from "./routes/predictions";
import { recordOperations } from "./routes/records";
import { revisionLogOperations } from "./routes/revision-log";
import { riskTierOperations } from "./routes/risk-tiers";
import { rolloutOperations } from "./routes/rollouts";
import { scheduleOperations } from "./routes/schedules";
import { signedHook, signedHookRoute } from "./routes/signed-hook";
import { signedUploadRoutes } from "./routes/signed-upload";
import { snapshotFileOperations, snapshotOperations } from "./routes/source-snapshots";
import { columnOperations, statisticsOperations } from "./routes/statistics";
import { sweepOperations } from "./routes/sweeps";
import { tokenOperations } from "./routes/tokens";
import { userOperations } from "./routes/users";
import { webhookOperations } from "./routes/webhooks";
import { workspaceOperations } from "./routes/workspaces";
import { receiveColumns } from "./statistics-bodies";

const VERSION = "1";
const MAX_BODY_BYTES = 2 ** 20;
const MAX_EVENT_BYTES = 4 * 2 ** 20;

const operations = [
  ...accountOperations,
  ...workspaceOperations,
  ...memberOperations,
  ...invitationOperations,
  ...tokenOperations,
  ...userOperations,
  ...webhookOperations,
  ...alertingOperations,
  ...auditOperations,
  ...approvalOperations,
  ...gateOperations,
  ...policyOperations,
  ...recordOperations,
  ...riskTierOperations,
  ...notificationOperations,
  ...lineageOperations,
  ...cardOperations,
  ...datasetOperations,
  ...modelOperations,
  ...jobOperations,
  ...snapshotOperations,
  ...sweepOperations,
  ...pipelineOperations,
  ...scheduleOperations,
  ...hookOperations,
  ...rolloutOperations,
  ...statisticsOperations,
  ...deploymentOperations,
  ...predictionOperations,
  ...revisionLogOperations,
  ...liveTrafficOperations,
  ...monitorOperations,
  ...monitorDefinitionOperations,
  ...comparisonOperations,
  ...performanceOperations,
  ...incidentOperations,
  ...portfolioOperations,
  ...incidentActOperations,
];

/** Fastify's own refusals (a body that is no JSON, too large, of another type) are the client's mistakes. */
function failureOf(error: unknown): { status: number; failure: Failure } {
  const status =
    error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
      ? error.statusCode
      : 500;
  if (!(error instanceof AppError) && error instanceof Error && status >= 400 && status < 500) {
    const code = status === 413 ? "TOO_LARGE" : "INVALID";
    return { status, failure: { code, message: error.message } };
  }
  const failure = toFailure(error);
  return { status: statusOf(failure), failure };
}

/** JSON that names no prototype, in UTF-8 only: what is not would be stored as something else than was sent. */
/** Tensors in binary behind their JSON, as clients of KServe and Triton send them. */
const TENSORS = ["application/octet-stream", "application/vnd.sagemaker-triton.binary+json"];

function parseBodies(app: FastifyInstance, types = ["application/json"]): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(types, { parseAs: "buffer" }, (request, bytes, done) => {
    // Asked for as a buffer, it comes as one.
    const body = bytes as Buffer;
    if (isUtf8(body)) void parse(request, body.toString("utf8"), done);
    else done(new AppError("INVALID", "The request body is not valid UTF-8."));
  });
  boundBodies(app, env().MAX_BODY_MB * 2 ** 20);
}

/** Slipway's own REST API, for CI and scripts: what people do on screens. */
export async function restPlugin(app: FastifyInstance): Promise<void> {
  app.setErrorHandler((error, _request, reply) => {
    const { status, failure } = failureOf(error);
    if (status === 503) reply.header("Retry-After", "2");
    if (status === 401) reply.header("WWW-Authenticate", 'Bearer realm="slipway"');
    return reply.code(status).send({ error: failure });
  });
  app.addHook("onSend", async (_request, reply) => {
    // Secrets are answered once, and kept by nobody on the way.
    reply.header("Cache-Control", "no-store");
  });
  await app.register((json, _options, done) => {
    json.addHook("onRoute", (route) => {
      route.bodyLimit = MAX_BODY_BYTES;
    });
    parseBodies(json);
    serveOperations(json, operations);
    done();
  });
  await app.register((events, _options, done) => {
    events.addHook("onRoute", (route) => {
      route.bodyLimit = MAX_EVENT_BYTES;
    });
    parseBodies(events, ["application/json", "application/cloudevents+json"]);
    events.addContentTypeParser(TENSORS, { parseAs: "buffer" }, (_request, bytes, done) =>
      done(null, bytes),
    );
    serveOperations(events, payloadEventOperations);
    done();
  });
  await app.register((labels, _options, done) => {
    parseLabels(labels);
    serveOperations(labels, labelOperations);
    done();
  });
  await app.register((columns, _options, done) => {
    receiveColumns(columns);
    serveOperations(columns, columnOperations);
    done();
  });
  await app.register((files, _options, done) => {
    streamBodies(files);
    serveOperations(files, datasetFileOperations);
    serveOperations(files, snapshotFileOperations);
    serveOperations(files, postedPredictionOperations);
    signedUploadRoutes(files);
    done();
  });
  await app.register((hooks, _options, done) => {
    signedHookRoute(hooks);
    done();
  });
  const documented = [
    ...operations,
    ...labelOperations,
    ...payloadEventOperations,
    ...columnOperations,
    ...datasetFileOperations,
    ...snapshotFileOperations,
    ...postedPredictionOperations,
    signedHook,
  ];
  const document = JSON.stringify(openApiOf(documented, VERSION));
  app.get(
    `${REST_PREFIX}/openapi.json`,
    { config: { access: "public" } },
    async (_request, reply) => reply.type("application/json").send(document),
  );
}
