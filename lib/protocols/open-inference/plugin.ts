import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { boundBodies } from "@/lib/core/receive-bodies";
import { offerPlayground } from "@/lib/gateway/jobs/playground";
import { describeServed } from "@/lib/gateway/queries/served";
import { type Answer, type Asked, answerInfer, answerInvocation, answerPredict } from "./answer";
import { sendFailure } from "./errors";
import { tryInvocation } from "./playground";

interface ModelParams {
  deployment: string;
  version?: string;
}
type Called = FastifyRequest<{ Params: ModelParams }>;

const PREDICT = { access: "deployment:predict" } as const;
const PUBLIC = { access: "public" } as const;

/** A version of a path: the number of a revision. */
function revisionOf({ params }: Called): number | null {
  const { version } = params;
  if (version === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(version))
    throw new AppError("NOT_FOUND", "Versions of a deployment are the numbers of its revisions.");
  return Number(version);
}

async function lookUp(request: Called) {
  const { deployment } = request.params;
  const { isReady, ...model } = await describeServed(request.actor, {
    deployment,
    revision: revisionOf(request),
  });
  return { isReady, model: { ...model, versions: model.versions.map(String) } };
}

async function metadata(request: Called) {
  return (await lookUp(request)).model;
}

async function ready(request: Called, reply: FastifyReply) {
  const { isReady, model } = await lookUp(request);
  return reply.code(isReady ? 200 : 503).send({ name: model.name, ready: isReady });
}

/** Sends what one of the protocols answers to a request. */
const sendBy = (
  answer: (asked: Asked) => Promise<Answer>,
  request: Called,
  reply: FastifyReply,
  deployment = request.params.deployment,
) =>
  answer({
    actor: request.actor,
    deployment,
    revision: revisionOf(request),
    requestId: request.id,
    headers: request.headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }).then(({ headers, body }) => reply.headers(headers).send(body));

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
    app.post<{ Params: ModelParams }>(`${base}/infer`, { config: PREDICT }, (request, reply) =>
      sendBy(answerInfer, request, reply),
    );
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
      return sendBy(answerPredict, request, reply, deployment);
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
  app.post<{ Params: ModelParams }>(
    "/serve/:deployment/invocations",
    { config: PREDICT },
    (request, reply) => sendBy(answerInvocation, request, reply),
  );
}
