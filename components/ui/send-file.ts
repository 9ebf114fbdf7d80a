import { z } from "zod";

const failure = z.object({ error: z.object({ message: z.string() }) });

interface Sending<Answer> {
  /** What the server says when it has all of it. */
  answer: z.ZodType<Answer>;
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends a file and tells how far it is; a `fetch` does not say. What is cancelled is not sent. */
export function sendFile<Answer>(
  address: string,
  file: File,
  { answer, onProgress, signal }: Sending<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // It may have been cancelled before; then no listener would hear of it any more.
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener("abort", stop, { once: true });
    request.open("POST", address);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      const parsed = answer.safeParse(request.response);
      if (parsed.success) resolve(parsed.data);
      else
        reject(
          new Error(
            failure.safeParse(request.response).data?.error.message ??
              `The server answered ${request.status}.`,
          ),
        );
    };
    request.onerror = () => reject(new Error("The connection broke. Nothing was stored."));
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.send(file);
  });
}
