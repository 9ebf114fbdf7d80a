/** What may go wrong as far as a caller is concerned; every door has one table from these to its own codes. */
export const HTTP_STATUS = {
  INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  /** A policy wants an approval first. */
  PROTECTED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  CONFLICT: 409,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  NOT_IMPLEMENTED: 501,
  UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof HTTP_STATUS;

/** An expected failure. Its message is a sentence for the person or program that asked. */
export class AppError extends Error {
  override readonly name = "AppError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Messages by field path, for forms and for API clients. */
    readonly fields?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** Next bundles its own copy of the class, and what the server's copy throws is an AppError there too. */
Object.defineProperty(AppError, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    return this === AppError
      ? value instanceof Error && value.name === "AppError"
      : Function.prototype[Symbol.hasInstance].call(this, value);
  },
});

/** Whether the same may succeed later, with nothing done about it. */
export const mayPass = (error: unknown): boolean =>
  !(error instanceof AppError) || error.code === "UNAVAILABLE" || error.code === "RATE_LIMITED";

/** For whoever only mentions something: null for what is not there any more. */
export async function orNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

/** True for failures that mean "the database is away or busy for now", by SQLSTATE, socket error code or message. */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    if (
      /^(08\w{3}|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|P1001|P1017)$/.test(code)
    )
      return true;
    if (
      /connection terminated|timeout exceeded when trying to connect|unable to start a transaction in the given time/i.test(
        cause.message,
      )
    )
      return true;
  }
  return false;
}
