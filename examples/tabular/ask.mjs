/** What programs that ask a deployment share: calls that come again when they must wait, and an end when they are told. */
import { setMaxListeners } from "node:events";

const address = process.env.MLFLOW_TRACKING_URI ?? "http://127.0.0.1:3000";
const authorization = `Bearer ${process.env.MLFLOW_TRACKING_TOKEN ?? ""}`;
/** A model that is being loaded, or too many at once: come again. */
const LATER = new Set([429, 503]);

/** Aborted when the program is told to end. */
const ending = new AbortController();
// Everything that is asked at once waits on it.
setMaxListeners(0, ending.signal);
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => ending.abort());
export const isStopping = () => ending.signal.aborted;

/** Waits, but not when the program is told to end. */
export const rest = (milliseconds) =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      ending.signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    ending.signal.addEventListener("abort", done);
    if (isStopping()) done();
  });

/** Posts JSON; answers null where one should come again later. */
export async function post(path, body, headers = {}) {
  const response = await fetch(address + path, {
    method: "POST",
    headers: { Authorization: authorization, "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (response.ok) return response;
  const text = await response.text();
  if (LATER.has(response.status)) return null;
  throw new Error(`${path} answered ${response.status}: ${text}`);
}
