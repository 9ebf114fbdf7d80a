import "server-only";
import { S3ServiceException } from "@aws-sdk/client-s3";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";

/** Whether the store says that there is no such object or upload. */
export function isAbsent(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}

const answered = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

/** The status that came back, also when something between us and the store answered in its place. */
function statusOf(error: Error): number | undefined {
  return answered.safeParse(error).data?.$metadata.httpStatusCode;
}

/** Failures of the way to the store, and of the store itself, which pass by themselves. */
function isStoreAway(error: Error): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500 || status === 429 || error.name === "SlowDown";
  const code = "code" in error ? String(error.code) : "";
  return (
    /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH)$/.test(code) ||
    error.name === "TimeoutError"
  );
}

/** What a refusal of the store means to whoever asked; anything else stays what it is. */
export function toS3StoreError(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (error.name === "KeyTooLongError")
    return new AppError("INVALID", "Invalid path: it is too long for the artifact store.");
  if (error.name === "NoSuchBucket")
    return new AppError("UNAVAILABLE", "The bucket that SLIPWAY_ARTIFACTS names does not exist.");
  if (statusOf(error) === 401 || statusOf(error) === 403)
    return new AppError(
      "UNAVAILABLE",
      "The artifact store refuses the credentials that Slipway was given (S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY).",
    );
  if (isStoreAway(error))
    return new AppError(
      "UNAVAILABLE",
      "The artifact store does not answer. Try again in a moment.",
    );
  return error;
}
