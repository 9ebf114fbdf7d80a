import "server-only";
import { S3ServiceException } from "@aws-sdk/client-s3";
import { AppError } from "@/lib/core/errors";

/** Whether the store says that there is no such object or upload. */
export function isAbsent(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}

/** Failures of the way to the store, and of the store itself, which pass by themselves. */
function isStoreAway(error: Error): boolean {
  if (error instanceof S3ServiceException) {
    const status = error.$metadata.httpStatusCode ?? 0;
    return status >= 500 || status === 429 || error.name === "SlowDown";
  }
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
  if (isStoreAway(error))
    return new AppError(
      "UNAVAILABLE",
      "The artifact store does not answer. Try again in a moment.",
    );
  return error;
}
