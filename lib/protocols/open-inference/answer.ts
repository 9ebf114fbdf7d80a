import type { IncomingHttpHeaders } from "node:http";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { type Predicted, predict } from "@/lib/gateway/queries/predict";
import { toPredictions, toTensors } from "@/lib/gateway/rules/answers";
import type { PredictCall } from "@/lib/gateway/schema/calls";
import { readCsv, readInvocation, readPredict, type TabularRequest } from "./tabular";
import { chooseOutputs, readInfer, writeInfer } from "./v2";

/** What a program asks of a deployment, by whatever way it came. */
export interface Asked {
  actor: Actor;
  deployment: string;
  /** The one that shall answer; null for whichever the plan chooses. */
  revision: number | null;
  requestId: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  headers: Record<string, string>;
  body: Buffer | string;
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** How long the caller says it waits. Throws INVALID. */
function timeoutOf(headers: IncomingHttpHeaders): number | null {
  const given = one(headers["x-timeout-ms"]);
  if (given === undefined) return null;
  const timeout = Number(given);
  if (!/^\d+$/.test(given) || timeout < 1)
    throw new AppError("INVALID", "X-Timeout-Ms must be a whole number of milliseconds.");
  return timeout;
}

const ask = (
  asked: Asked,
  call: Pick<PredictCall, "protocol" | "key" | "params" | "input">,
): Promise<Predicted> =>
  // Field by field: an object that begins as a copy of another takes several times as long to make.
  predict(asked.actor, {
    deployment: asked.deployment,
    revision: asked.revision,
    protocol: call.protocol,
    key: call.key,
    params: call.params,
    input: call.input,
    requestId: asked.requestId,
    headers: asked.headers,
    timeoutMs: timeoutOf(asked.headers),
  });

/** Says with an answer under which id it is known and which revision made it. */
const signed = ({ id, revision }: Predicted, type: string): Record<string, string> => ({
  "Content-Type": type,
  "X-Prediction-Id": id,
  "X-Slipway-Revision": String(revision),
});

const JSON_TYPE = "application/json; charset=utf-8";

/** Open Inference's infer. Throws, or rejects with, what errors.ts says in its words; so do the others. */
export function answerInfer(asked: Asked): Promise<Answer> {
  const message = readInfer(asked.body, one(asked.headers["inference-header-content-length"]));
  return ask(asked, {
    protocol: "open-inference",
    key: message.id,
    params: null,
    input: () => ({ kind: "tensors", tensors: message.tensors }),
  }).then((predicted) => {
    const tensors = chooseOutputs(toTensors(predicted.output), message.outputs);
    const about = {
      model: asked.deployment,
      version: String(predicted.revision),
      id: message.id,
    };
    const { body, headerLength } = writeInfer(about, tensors, message);
    if (headerLength === null) return { headers: signed(predicted, JSON_TYPE), body };
    const headers = signed(predicted, "application/octet-stream");
    headers["Inference-Header-Content-Length"] = String(headerLength);
    return { headers, body };
  });
}

function answerRows(
  asked: Asked,
  { id, input, params }: TabularRequest,
  protocol: string,
): Promise<Answer> {
  return ask(asked, { protocol, key: id, params, input }).then((predicted) => ({
    headers: signed(predicted, JSON_TYPE),
    body: JSON.stringify({ predictions: toPredictions(predicted.output, predicted.signature) }),
  }));
}

const isCsv = (headers: IncomingHttpHeaders): boolean =>
  /^(?:text|application)\/csv(?:;|$)/i.test(headers["content-type"] ?? "");

/** MLflow's invocations. */
export function answerInvocation(asked: Asked): Promise<Answer> {
  const { body, headers } = asked;
  return answerRows(asked, isCsv(headers) ? readCsv(body) : readInvocation(body), "mlflow");
}

/** KServe's first protocol. */
export const answerPredict = (asked: Asked): Promise<Answer> =>
  answerRows(asked, readPredict(asked.body), "kserve-v1");
