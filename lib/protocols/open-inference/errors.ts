import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError, type ErrorCode, HTTP_STATUS, isDatabaseAway } from "@/lib/core/errors";
import { TooManyRequests } from "@/lib/gateway/queries/predict";
import { ModelFailure } from "@/lib/gateway/rules/failures";

interface WireFailure {
  status: number;
  /** In MLflow's words. */
  code: string;
  message: string;
}

const MLFLOW_CODES: Partial<Record<ErrorCode, string>> = {
  INVALID: "BAD_REQUEST",
  FORBIDDEN: "PERMISSION_DENIED",
  NOT_FOUND: "RESOURCE_DOES_NOT_EXIST",
  RATE_LIMITED: "REQUEST_LIMIT_EXCEEDED",
  UNAVAILABLE: "TEMPORARILY_UNAVAILABLE",
};

export function toWireFailure(error: unknown): WireFailure {
  if (error instanceof ModelFailure)
    return { status: error.status, code: `MODEL_${error.kind}`, message: error.message };
  if (error instanceof AppError)
    return {
      status: HTTP_STATUS[error.code],
      code: MLFLOW_CODES[error.code] ?? error.code,
      message: error.message,
    };
  if (isDatabaseAway(error))
    return {
      status: 503,
      code: "TEMPORARILY_UNAVAILABLE",
      message: "The database does not answer. Try again in a moment.",
    };
  const status =
    error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
      ? error.statusCode
      : 500;
  if (status >= 400 && status < 500 && error instanceof Error)
    return { status, code: "BAD_REQUEST", message: error.message };
  return {
    status: 500,
    code: "INTERNAL_ERROR",
    message: "Something went wrong on our side. It has been logged.",
  };
}

/** A failure in the shape of the protocol that was spoken. */
export function failureAnswer(error: unknown, url: string) {
  const { status, code, message } = toWireFailure(error);
  const headers: Record<string, string> = {};
  if (error instanceof TooManyRequests) headers["Retry-After"] = String(error.retryAfter);
  else if (status === 503) headers["Retry-After"] = "1";
  if (status === 401) headers["WWW-Authenticate"] = 'Basic realm="slipway"';
  const isMlflow = url.startsWith("/serve/");
  return { status, headers, body: isMlflow ? { error_code: code, message } : { error: message } };
}

export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, headers, body } = failureAnswer(error, request.url);
  if (status === 500) request.log.error({ err: error, reqId: request.id }, "a prediction failed");
  return reply.code(status).headers(headers).send(body);
}
