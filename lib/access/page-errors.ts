import "server-only";
import { notFound } from "next/navigation";
import { AppError } from "@/lib/core/errors";

/** For pages: what does not exist, or cannot be named so, shows the page that says it is not there. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    const isMissing =
      error instanceof AppError && (error.code === "NOT_FOUND" || error.code === "INVALID");
    if (isMissing) notFound();
    throw error;
  }
}
