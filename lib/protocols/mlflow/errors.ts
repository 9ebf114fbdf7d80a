import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError, type ErrorCode, isDatabaseAway } from "@/lib/core/errors";

/** MLflow's status and code for each of ours. A client's mistake is never a 5xx: clients retry those for minutes. */
const WIRE: Readonly<Record<ErrorCode, readonly [status: number, code: string]>> = {
  INVALID: [400, "INVALID_PARAMETER_VALUE"],
  UNAUTHENTICATED: [401, "UNAUTHENTICATED"],
  FORBIDDEN: [403, "PERMISSION_DENIED"],
  PROTECTED: [403, "PERMISSION_DENIED"],
  NOT_FOUND: [404, "RESOURCE_DOES_NOT_EXIST"],
  ALREADY_EXISTS: [400, "RESOURCE_ALREADY_EXISTS"],
  CONFLICT: [409, "RESOURCE_CONFLICT"],
  TOO_LARGE: [413, "BAD_REQUEST"],
  RATE_LIMITED: [429, "REQUEST_LIMIT_EXCEEDED"],
  NOT_IMPLEMENTED: [501, "NOT_IMPLEMENTED"],
  UNAVAILABLE: [503, "TEMPORARILY_UNAVAILABLE"],
};

/** A refusal whose code is MLflow's own and has no counterpart among ours. */
class WireRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const ODD = { BAD_REQUEST: 400 } as const;

/** For the odd places where MLflow answers another code than its rule would give. */
export function refuse(code: keyof typeof ODD, message: string): Error {
  return new WireRefusal(ODD[code], code, message);
}

function toWireFailure(error: unknown): readonly [status: number, code: string, message: string] {
  if (error instanceof WireRefusal) return [error.status, error.code, error.message];
  if (error instanceof AppError) return [...WIRE[error.code], error.message];
  if (isDatabaseAway(error))
    return [...WIRE.UNAVAILABLE, "The database does not answer. Try again in a moment."];
  const status =
    error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
      ? error.statusCode
      : 500;
  if (status >= 400 && status < 500 && error instanceof Error)
    return [status, "BAD_REQUEST", error.message];
  return [500, "INTERNAL_ERROR", "Something went wrong on our side. It has been logged."];
}

/** MLflow's error envelope. */
export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const [status, code, message] = toWireFailure(error);
  if (status >= 500)
    request.log.error({ err: error, reqId: request.id }, "an MLflow request failed");
  if (status === 503) reply.header("Retry-After", "2");
  if (status === 401) reply.header("WWW-Authenticate", 'Basic realm="mlflow"');
  return reply.code(status).send({ error_code: code, message });
}
