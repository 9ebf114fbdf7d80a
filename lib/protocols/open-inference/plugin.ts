import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { boundBodies } from "@/lib/core/receive-bodies";
import { offerPlayground } from "@/lib/gateway/jobs/playground";
import type { Predicted } from "@/lib/gateway/queries/predict";
import { describeServed } from "@/lib/gateway/queries/served";
import { toPredictions, toTensors } from "@/lib/gateway/rules/answers";
import { ask, bodyOf, headerOf, type ModelParams, sign } from "./call";
import { sendFailure } from "./errors";
import { tryInvocation } from "./playground";
import { readCsv, readInvocation, readPredict, type TabularRequest } from "./tabular";
import { chooseOutputs, type InferRequest, readInfer, writeInfer } from "./v2";

type Asked = FastifyRequest<{ Params: ModelParams }>;

const PREDICT = { access: "deployment:predict" } as const;
const PUBLIC = { access: "public" } as const;

/** A version of a path: the number of a revision. */
function revisionOf({ params }: Asked): number | null {
  const { version } = params;
  if (version === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(version))
    throw new AppError("NOT_FOUND", "Versions of a deployment are the numbers of its revisions.");
  return Number(version);
}

async function lookUp(request: Asked) {
  const { deployment } = request.params;
  const { isReady, ...model } = await describeServed(request.actor, {
    deployment,
    revision: revisionOf(request),
  });
  return { isReady, model: { ...model, versions: model.versions.map(String) } };
}

async function metadata(request: Asked) {
  return (await lookUp(request)).model;
}

async function ready(request: Asked, reply: FastifyReply) {
  const { isReady, model } = await lookUp(request);
  return reply.code(isReady ? 200 : 503).send({ name: model.name, ready: isReady });
}

function sendTensors(
  reply: FastifyReply,
  deployment: string,
  message: InferRequest,
  predicted: Predicted,
) {
  const tensors = chooseOutputs(toTensors(predicted.output), message.outputs);
  const about = { model: deployment, version: String(predicted.revision), id: message.id };
  const { body, headerLength } = writeInfer(about, tensors, message);
  sign(reply, predicted);
  if (headerLength === null) return reply.type("application/json").send(body);
  reply.header("Inference-Header-Content-Length", String(headerLength));
  return reply.type("application/octet-stream").send(body);
}

function infer(request: Asked, reply: FastifyReply) {
  const { deployment } = request.params;
  const message = readInfer(bodyOf(request), headerOf(request, "inference-header-content-length"));
  return ask(request, {
    deployment,
    revision: revisionOf(request),
    protocol: "open-inference",
    key: message.id,
    params: null,
    input: () => ({ kind: "tensors", tensors: message.tensors }),
  }).then((predicted) => sendTensors(reply, deployment, message, predicted));
}

async function answerRows(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    id,
    input,
    params,
    deployment,
    protocol,
  }: TabularRequest & Record<"deployment" | "protocol", string>,
) {
  const predicted = await ask(request, {
    deployment,
    revision: null,
    protocol,
    key: id,
    params,
    input,
  });
  sign(reply, predicted);
  const predictions = toPredictions(predicted.output, predicted.signature);
  return reply.type("application/json").send(JSON.stringify({ predictions }));
}

const isCsv = (request: Asked): boolean =>
  /^(?:text|application)\/csv(?:;|$)/i.test(headerOf(request, "content-type") ?? "");

const invoke = (request: Asked, reply: FastifyReply) => {
  const bytes = bodyOf(request);
  const body = isCsv(request) ? readCsv(bytes) : readInvocation(bytes);
  const { deployment } = request.params;
  return answerRows(request, reply, { ...body, deployment, protocol: "mlflow" });
};

function openInference(app: FastifyInstance): void {
  app.get("/v2", { config: PUBLIC }, async () => ({
    name: "slipway",
    version: "0.1.0",
    extensions: ["binary_tensor_data"],
  }));
  app.get("/v2/health/live", { config: PUBLIC }, async () => ({ live: true }));
  app.get("/v2/health/ready", { config: PUBLIC }, async () => ({ ready: true }));
  const model = "/v2/models/:deployment";
  for (const base of [model, `${model}/versions/:version`]) {
    app.get<{ Params: ModelParams }>(base, { config: PREDICT }, metadata);
    app.get<{ Params: ModelParams }>(`${base}/ready`, { config: PREDICT }, ready);
    app.post<{ Params: ModelParams }>(`${base}/infer`, { config: PREDICT }, infer);
  }
}

function firstKserve(app: FastifyInstance): void {
  app.get<{ Params: ModelParams }>("/v1/models/:deployment", { config: PREDICT }, ready);
  app.post<{ Params: ModelParams }>(
    "/v1/models/:deployment",
    { config: PREDICT },
    (request, reply) => {
      const [, deployment, verb] = /^([^:]*):(.*)$/.exec(request.params.deployment) ?? [];
      if (deployment === undefined || verb !== "predict")
        throw new AppError("NOT_FOUND", "Of a model's verbs only :predict is spoken.");
      const body = readPredict(bodyOf(request));
      return answerRows(request, reply, { ...body, deployment, protocol: "kserve-v1" });
    },
  );
}

/** The protocols that applications ask for predictions in: Open Inference, KServe's first, and MLflow's. */
export async function openInferencePlugin(app: FastifyInstance): Promise<void> {
  const withdraw = offerPlayground(tryInvocation);
  app.addHook("onClose", async () => withdraw());
  app.setErrorHandler(sendFailure);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, bytes, done) =>
    done(null, bytes),
  );
  boundBodies(app, env().MAX_BODY_MB * 2 ** 20);
  openInference(app);
  firstKserve(app);
  app.post<{ Params: ModelParams }>("/serve/:deployment/invocations", { config: PREDICT }, invoke);
}
