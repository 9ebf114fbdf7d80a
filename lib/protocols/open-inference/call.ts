import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "@/lib/core/errors";
import { type PredictCall, type Predicted, predict } from "@/lib/gateway/queries/predict";

export interface ModelParams {
  deployment: string;
  version?: string;
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** How long the caller says it waits. Throws INVALID. */
function timeoutOf({ headers }: FastifyRequest): number | null {
  const given = one(headers["x-timeout-ms"]);
  if (given === undefined) return null;
  const timeout = Number(given);
  if (!/^\d+$/.test(given) || timeout < 1)
    throw new AppError("INVALID", "X-Timeout-Ms must be a whole number of milliseconds.");
  return timeout;
}

export const bodyOf = ({ body }: FastifyRequest): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.alloc(0);

export const headerOf = ({ headers }: FastifyRequest, name: string): string | undefined =>
  one(headers[name]);

/** Asks for predictions. */
export const ask = (
  request: FastifyRequest,
  call: Pick<PredictCall, "deployment" | "revision" | "protocol" | "key" | "params" | "input">,
): Promise<Predicted> =>
  // Field by field: an object that begins as a copy of another takes several times as long to make.
  predict(request.actor, {
    deployment: call.deployment,
    revision: call.revision,
    protocol: call.protocol,
    key: call.key,
    params: call.params,
    input: call.input,
    requestId: request.id,
    headers: request.headers,
    timeoutMs: timeoutOf(request),
  });

/** Says with an answer under which id it is known and which revision made it. */
export function sign(reply: FastifyReply, { id, revision }: Predicted): void {
  reply.header("X-Prediction-Id", id);
  reply.header("X-Slipway-Revision", String(revision));
}
