import "server-only";
import type { Readable } from "node:stream";
import type { ModelInput, ModelOutput, Params, TensorSpec } from "../schema/payload";

/** What a model's own files say of it; null for what only answers requests. */
export interface ModelMetadata {
  platform: string;
  inputs: readonly TensorSpec[];
  outputs: readonly TensorSpec[];
}

export interface InferCall {
  input: ModelInput;
  params: Params | null;
  /** When nobody waits for the answer any more: milliseconds since the epoch. */
  deadline: number;
}

/** One model that is served, whatever serves it. */
export interface ModelAdapter {
  /** Makes it answer. Throws a sentence for a person when it never will. May be called again after `unload`. */
  load: () => Promise<void>;
  isReady: () => boolean;
  /** Why it does not answer though it was loaded; null when it does. */
  problem: () => string | null;
  /** Known once it was loaded. */
  /** Looks whether it still answers, so that `problem` knows; absent where that is known anyway. */
  check?: () => Promise<void>;
  metadata: () => ModelMetadata | null;
  /** Throws AppError for the caller's mistakes and for a full queue, ModelFailure for the model's. */
  infer: (call: InferCall) => Promise<ModelOutput>;
  unload: () => Promise<void>;
}

/** The files of a model, wherever they are kept. */
export interface ModelFiles {
  list: () => AsyncIterable<{ path: string; size: number }>;
  open: (path: string) => Promise<Readable>;
}
