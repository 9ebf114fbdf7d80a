import "server-only";
import type { z } from "zod";
import { AppError, HTTP_STATUS, isDatabaseAway } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import type { Failure } from "@/lib/core/result";

/** Messages by field path of a failed parse. */
export function fieldMessages(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.map((issue) => [issue.path.join("."), issue.message]));
}

/** A failed parse, as the failure a person or a program is told of. */
export function invalidInput(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  const message = issue?.message ?? "Check the highlighted fields.";
  return new AppError("INVALID", field ? `${field}: ${message}` : message, fieldMessages(error));
}

/** What a caller is told of a failure; anything unexpected is logged and shows nothing of itself. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError)
    return {
      code: error.code,
      message: error.message,
      ...(error.fields ? { fields: error.fields } : {}),
    };
  if (isDatabaseAway(error))
    return { code: "UNAVAILABLE", message: "The database does not answer. Try again in a moment." };
  log().error({ err: error }, "a request failed unexpectedly");
  return { code: "INTERNAL", message: "Something went wrong on our side. It has been logged." };
}

export function statusOf({ code }: Failure): number {
  return code === "INTERNAL" ? 500 : HTTP_STATUS[code];
}
