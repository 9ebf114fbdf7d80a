import { AppError, type ErrorCode, HTTP_STATUS } from "./errors";

interface FailureBody {
  error?: { code?: string; message?: string };
}

const isErrorCode = (code: string): code is ErrorCode => code in HTTP_STATUS;

async function failureOf(response: Response): Promise<AppError> {
  // A proxy between us may answer with something that is not ours.
  const body: FailureBody = await response.json().catch(() => ({}));
  const code = body.error?.code ?? "";
  const message = body.error?.message ?? "The server could not be reached. Try again in a moment.";
  return new AppError(isErrorCode(code) ? code : "UNAVAILABLE", message);
}

/** Reads one of our own route handlers from the browser; throws its failure as an AppError with its sentence. */
export async function fetchData<Data>(path: string, signal?: AbortSignal): Promise<Data> {
  let response: Response;
  try {
    response = await fetch(path, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new AppError(
      "UNAVAILABLE",
      "The server could not be reached. Check the connection and try again.",
    );
  }
  if (!response.ok) throw await failureOf(response);
  // True because path and type are written side by side in a query-options file, against the same query's return type.
  return (await response.json()) as Data;
}
