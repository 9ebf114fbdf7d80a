import type { ModelSignature } from "../rules/signature";
import type { ModelInput, Params } from "./payload";

/** What somebody wants predicted, read from whatever protocol it came in. */
export interface PredictCall {
  deployment: string;
  /** The one that shall answer, of those that the plan gives traffic; null for whichever the plan chooses. */
  revision: number | null;
  /** The X-Request-Id. */
  requestId: string;
  protocol: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The "id" of the request, by which traffic may be divided. */
  key: string | null;
  params: Params | null;
  /** How long the caller waits at most; null for as long as the revision may take. */
  timeoutMs: number | null;
  input: (signature: ModelSignature) => ModelInput;
}
